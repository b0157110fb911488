/* <input type=file multiple data-tray="id">: pictures are shrunk before they are sent, what is
   chosen adds up, shows as tiles in the element with that id, and each tile can be taken out.
   data-most is how many fit. Without scripts the plain file input does it. */
(function () {
  'use strict';

  function start(input) {
    var tray = document.getElementById(input.dataset.tray), tile = tray.querySelector('template');
    var list = tray.querySelector('[data-tiles]'), many = tray.querySelector('[data-many]');
    var chosen = [], pending = 0, most = Number(input.dataset.most), form = input.form;

    function put() {
      var bag = new DataTransfer();
      chosen.forEach(function (file) { bag.items.add(file); });
      input.files = bag.files;
      tray.classList.toggle('is-busy', pending > 0);
      tray.querySelector('[data-wait]').hidden = !pending;
    }
    function show(file) {
      var part = tile.content.cloneNode(true), box = part.querySelector('[data-tile]');
      var image = box.querySelector('img'), word = box.querySelector('[data-name]');
      word.textContent = file.name;
      if (/^image\//.test(file.type)) {
        image.src = URL.createObjectURL(file);
        image.onload = function () { URL.revokeObjectURL(image.src); };
        image.alt = file.name;
        image.hidden = false;
        word.hidden = true;
      }
      box.querySelector('button').addEventListener('click', function () {
        chosen.splice(chosen.indexOf(file), 1);
        box.remove();
        many.hidden = true;
        put();
        input.focus();
      });
      list.appendChild(part);
    }
    function smaller(file) {
      if (!/^image\//.test(file.type)) return Promise.resolve(file);
      return window.fwShrink(file).then(function (blob) {
        if (blob === file || blob.size >= file.size) return file;
        return new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' });
      });
    }
    input.addEventListener('change', function () {
      var fresh = Array.prototype.slice.call(input.files);
      many.hidden = chosen.length + pending + fresh.length <= most;
      fresh = fresh.slice(0, Math.max(0, most - chosen.length - pending));
      pending += fresh.length;
      put();
      fresh.forEach(function (file) {
        smaller(file).then(function (small) {
          pending -= 1;
          chosen.push(small);
          show(small);
          put();
        });
      });
    });
    form.addEventListener('submit', function (event) {
      if (!pending) return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
  }

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('input[data-tray]').forEach(start);
  });
})();
