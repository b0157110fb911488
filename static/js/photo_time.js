/* When a photo was taken: read from the original and written into the shrunk copy, and nothing
   else of its metadata (no position, no device). window.fwPhotoTime = { read, write }. */
(function () {
  'use strict';
  function read(buffer) {
    var view = new DataView(buffer), at = 2;
    try {
      if (view.getUint16(0) !== 0xffd8) return '';
      while (at < view.byteLength - 4) {
        var marker = view.getUint16(at), size = view.getUint16(at + 2);
        if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return find(view, at + 10);
        if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return '';
        at += 2 + size;
      }
    } catch (e) { /* cut short: no time then */ }
    return '';
  }
  function find(view, tiff) {
    var little = view.getUint16(tiff) === 0x4949;
    function short(at) { return view.getUint16(at, little); }
    function long(at) { return view.getUint32(at, little); }
    function entry(ifd, tag) {
      for (var n = 0, count = short(ifd); n < count; n += 1) {
        if (short(ifd + 2 + n * 12) === tag) return ifd + 2 + n * 12;
      }
      return 0;
    }
    var first = tiff + long(tiff + 4), pointer = entry(first, 0x8769);
    var found = pointer && entry(tiff + long(pointer + 8), 0x9003);
    if (!found) return '';
    var text = '', from = tiff + long(found + 8);
    for (var n = 0; n < 19; n += 1) text += String.fromCharCode(view.getUint8(from + n));
    return /^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/.test(text) ? text : '';
  }

  /* A new JPEG blob with one Exif block: IFD0 with a pointer to an Exif IFD with the time. */
  function write(blob, time) {
    if (!time) return blob;
    var block = new DataView(new ArrayBuffer(2 + 2 + 6 + 8 + 18 + 18 + 20)), tiff = 10;
    block.setUint16(0, 0xffe1);
    block.setUint16(2, block.byteLength - 2);
    block.setUint32(4, 0x45786966);
    block.setUint16(tiff, 0x4d4d);
    block.setUint16(tiff + 2, 42);
    block.setUint32(tiff + 4, 8);
    put(8, 0x8769, 4, 1, 26);
    put(26, 0x9003, 2, 20, 44);
    for (var n = 0; n < 19; n += 1) block.setUint8(tiff + 44 + n, time.charCodeAt(n));
    function put(ifd, tag, type, count, value) {
      block.setUint16(tiff + ifd, 1);
      block.setUint16(tiff + ifd + 2, tag);
      block.setUint16(tiff + ifd + 4, type);
      block.setUint32(tiff + ifd + 6, count);
      block.setUint32(tiff + ifd + 10, value);
    }
    return new Blob([blob.slice(0, 2), block.buffer, blob.slice(2)], { type: 'image/jpeg' });
  }
  window.fwPhotoTime = { read: read, write: write };
})();
