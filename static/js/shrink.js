/* window.fwShrink(file): a picture made smaller (1600 px, at most 1 MB) with the time it was taken
   and nothing else of its metadata. What the browser cannot read is refused by name: the error's
   message is wHeic, wBig or wNone, the words stand on the page. */
(function () {
  'use strict';
  var LONGEST = 1600, MOST = 1048576, AS_IS = 11534336, QUALITIES = [0.8, 0.65, 0.5, 0.35];

  function decode(file) {
    return new Promise(function (done, fail) {
      var image = new Image(), url = URL.createObjectURL(file);
      image.onload = function () { URL.revokeObjectURL(url); done(image); };
      image.onerror = function () { URL.revokeObjectURL(url); fail(new Error('wNone')); };
      image.src = url;
    });
  }
  function encode(canvas, at) {
    return new Promise(function (done) { canvas.toBlob(done, 'image/jpeg', QUALITIES[at]); }).then(function (blob) {
      return blob && blob.size > MOST && at + 1 < QUALITIES.length ? encode(canvas, at + 1) : blob;
    });
  }
  function redraw(image) {
    var scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight)), canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return encode(canvas, 0);
  }
  /* why a file cannot be drawn: a phone's own format, or no picture at all */
  function reason(head) {
    var bytes = new Uint8Array(head), text = String.fromCharCode.apply(null, bytes);
    if (text.slice(4, 8) === 'ftyp') return 'wHeic';
    return /^(\xff\xd8\xff|\x89PNG|RIFF)/.test(text) ? '' : 'wNone';
  }
  function head(file, bytes) { return file.slice(0, bytes).arrayBuffer(); }

  window.fwShrink = function (file) {
    return decode(file).then(function (image) {
      return Promise.all([redraw(image), head(file, 262144)]).then(function (both) {
        if (!both[0]) throw new Error('canvas');
        return window.fwPhotoTime.write(both[0], window.fwPhotoTime.read(both[1]));
      });
    }).catch(function () {
      return head(file, 16).then(function (start) {
        var why = reason(start);
        if (!why && file.size > AS_IS) why = 'wBig';
        if (why) throw new Error(why);
        return file; /* a picture after all: the server may know better than this browser */
      });
    });
  };
})();
