/* window.fwShrink(file): a picture made smaller (1600 px, JPEG 0.8) with the time it was taken and
   nothing else of its metadata; the file itself when the browser cannot read it. */
(function () {
  'use strict';
  var LONGEST = 1600, QUALITY = 0.8;

  function decode(file) {
    return new Promise(function (done, fail) {
      var image = new Image(), url = URL.createObjectURL(file);
      image.onload = function () { URL.revokeObjectURL(url); done(image); };
      image.onerror = function () { URL.revokeObjectURL(url); fail(new Error('not a picture')); };
      image.src = url;
    });
  }
  window.fwShrink = function (file) {
    return Promise.all([decode(file), file.arrayBuffer()]).then(function (both) {
      var image = both[0], scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
      var canvas = document.createElement('canvas');
      canvas.width = Math.round(image.naturalWidth * scale);
      canvas.height = Math.round(image.naturalHeight * scale);
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) {
        canvas.toBlob(function (blob) {
          done(blob ? window.fwPhotoTime.write(blob, window.fwPhotoTime.read(both[1])) : file);
        }, 'image/jpeg', QUALITY);
      });
    }).catch(function () { return file; });
  };
})();
