/* [data-board]: a card is dragged to another column; the server says whether that is a step. A card
   that may not go there stays where it was, and the sentence says why. */
(function () {
  'use strict';
  var card = null;

  function said(text) {
    var box = document.querySelector('[data-board-said]');
    if (!box) return;
    box.textContent = text;
    box.hidden = !text;
    if (text) box.scrollIntoView({ block: 'nearest' });
  }
  function columnOf(event) { return event.target.closest && event.target.closest('[data-board] [data-column]'); }
  function clear() {
    document.querySelectorAll('.col.is-over').forEach(function (col) { col.classList.remove('is-over'); });
  }
  function send(moved, to, board) {
    var form = new FormData();
    form.append('to', to);
    form.append('next', board.dataset.next);
    fetch(moved.dataset.card, {
      method: 'POST', body: form, credentials: 'same-origin',
      headers: { Accept: 'application/json', 'X-CSRFToken': JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken'] }
    }).then(function (answer) {
      if (answer.redirected) { location.reload(); return null; }
      return answer.json().then(function (data) {
        if (answer.ok) location.assign(data.next);
        else said(data.text);
      });
    }).catch(function () { said(board.dataset.failed); });
  }

  document.addEventListener('dragstart', function (event) {
    card = event.target.closest && event.target.closest('[data-card]');
    if (!card) return;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', card.dataset.card);
    card.classList.add('is-dragged');
    said('');
  });
  document.addEventListener('dragover', function (event) {
    var col = card && columnOf(event);
    if (!col) return;
    event.preventDefault();
    clear();
    if (col.dataset.column !== card.dataset.state) col.classList.add('is-over');
  });
  document.addEventListener('drop', function (event) {
    var col = card && columnOf(event);
    if (!col) return;
    event.preventDefault();
    if (col.dataset.column !== card.dataset.state) send(card, col.dataset.column, col.closest('[data-board]'));
  });
  document.addEventListener('dragend', function () {
    if (card) card.classList.remove('is-dragged');
    card = null;
    clear();
  });
})();
