/* SPDX-License-Identifier: GPL-3.0-or-later
 * Ties words and places: a word under the pointer or the focus lights the
 * places it looks at, a place lights the words that look there. Everything it
 * needs stands in data- attributes; without it the page is complete but still. */
'use strict';

(() => {
  const phrases = document.body.dataset;
  const spoken = document.getElementById('spoken');
  const placeNames = phrases.places.split('|');
  const BASE = 36, MOST_ANSWERS = 5, LEAST_ANSWER = 0.5;

  const fill = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  class Page {
    constructor(article) {
      this.article = article;
      this.columns = Number(article.dataset.columns);
      this.rows = Number(article.dataset.rows);
      this.effects = (article.dataset.effects ?? '').split(' ');
      this.held = null;
      this.words = [...article.querySelectorAll('.word[data-at]')].filter(
        word => word.dataset.at.length === this.columns * this.rows);
      this.looks = new Map(this.words.map(word => [word, this.read(word)]));
      this.stages = [...article.querySelectorAll('.stage')];
      if (this.words.length === 0 || this.stages.length === 0)
        return;
      this.stages.forEach((stage, index) => this.furnish(stage, index === 0));
      this.rove(article.querySelectorAll('.words'));
      this.linkTies();
    }

    /* How strongly a word looks at each place; comparable between words. */
    read(word) {
      const peak = Number(word.dataset.peak) / 1e6;

      return Float32Array.from(word.dataset.at, digit => parseInt(digit, BASE) / (BASE - 1) * peak);
    }

    where(index) {
      const x = (index % this.columns + 0.5) / this.columns;
      const y = (Math.floor(index / this.columns) + 0.5) / this.rows;

      return placeNames[Math.min(2, Math.floor(y * 3)) * 3 + Math.min(2, Math.floor(x * 3))];
    }

    /* Light and places over a picture; those of the first can have the focus. */
    furnish(stage, focusable) {
      const light = document.createElement('canvas');
      const cells = document.createElement('div');

      light.className = 'light';
      light.width = this.columns;
      light.height = this.rows;
      light.setAttribute('aria-hidden', 'true');
      cells.className = 'cells';
      cells.style.gridTemplate = `repeat(${this.rows}, 1fr) / repeat(${this.columns}, 1fr)`;
      if (focusable) {
        cells.setAttribute('role', 'grid');
        cells.setAttribute('aria-label', phrases.cells);
      } else
        cells.setAttribute('aria-hidden', 'true');
      for (let row = 0; row < this.rows; row++) {
        const line = cells.appendChild(document.createElement('div'));

        if (focusable)
          line.setAttribute('role', 'row');
        for (let column = 0; column < this.columns; column++) {
          const index = row * this.columns + column;
          const cell = line.appendChild(document.createElement('div'));

          cell.className = 'cell';
          cell.dataset.index = index;
          if (focusable) {
            cell.setAttribute('role', 'gridcell');
            cell.setAttribute('aria-label', this.describePlace(index));
            cell.tabIndex = index === 0 ? 0 : -1;
          }
        }
      }
      stage.append(light, cells);
      cells.addEventListener('pointerover', event => this.onPlace(event.target));
      cells.addEventListener('pointerleave', () => this.restore());
      cells.addEventListener('click', event => this.hold(event.target.closest('.cell')));
      cells.addEventListener('focusin', event => this.onPlace(event.target, true));
      cells.addEventListener('focusout', () => this.restore());
      cells.addEventListener('keydown', event => this.onCellKey(event));
    }

    /* One stop of Tab for each critique; arrows go on from there. */
    rove(groups) {
      for (const group of groups) {
        const words = [...group.querySelectorAll('.word[data-at]')].filter(word => this.looks.has(word));

        if (words.length === 0)
          continue;
        group.setAttribute('role', 'group');
        group.setAttribute('aria-label', phrases.words);
        words.forEach((word, index) => { word.tabIndex = index === 0 ? 0 : -1; });
        group.addEventListener('pointerover', event => this.onWord(event.target.closest('.word')));
        group.addEventListener('pointerleave', () => this.restore());
        group.addEventListener('click', event => this.hold(event.target.closest('.word')));
        group.addEventListener('focusin', event => this.onWord(event.target.closest('.word'), true));
        group.addEventListener('focusout', () => this.restore());
        group.addEventListener('keydown', event => this.onWordKey(event, words));
      }
    }

    /* The words of the list become buttons that hold the word in the text. */
    linkTies() {
      for (const name of this.article.querySelectorAll('.ties bdi')) {
        const word = this.words.find(one => one.id.endsWith(`-${name.dataset.word}`));

        if (word === undefined)
          continue;
        const button = document.createElement('button');

        button.type = 'button';
        button.setAttribute('aria-pressed', 'false');
        name.replaceWith(button);
        button.append(name);
        button.addEventListener('click', () => this.hold(word));
        button.addEventListener('pointerenter', () => this.onWord(word));
        button.addEventListener('pointerleave', () => this.restore());
        button.addEventListener('focus', () => this.onWord(word, true));
        button.addEventListener('blur', () => this.restore());
        word.button = button;
      }
    }

    clear() {
      for (const element of this.article.querySelectorAll('.answers, .most, .chosen, .looking'))
        element.classList.remove('answers', 'most', 'chosen', 'looking');
    }

    lightWord(word) {
      const looks = this.looks.get(word);
      const peak = Math.max(...looks);
      const most = looks.indexOf(peak);
      const number = word.nextElementSibling?.dataset?.tie;

      this.clear();
      word.classList.add('answers');
      for (const stage of this.stages) {
        const light = stage.querySelector('.light');
        const pixels = new ImageData(this.columns, this.rows);

        looks.forEach((look, index) => pixels.data.set([255, 255, 255, Math.round(look / peak * 200)], index * 4));
        light.getContext('2d').putImageData(pixels, 0, 0);
        stage.classList.add('looking');
        stage.querySelectorAll('.cell')[most].classList.add('most');
      }
      if (number !== undefined)
        for (const mark of this.article.querySelectorAll(`.numbers [data-tie="${number}"]`))
          mark.classList.add('chosen');
    }

    /* The words that look at a place, the strongest first. */
    answers(index) {
      const found = this.words.map(word => [this.looks.get(word)[index], word]).sort((a, b) => b[0] - a[0]);

      return found.filter(([look]) => look > 0 && look >= LEAST_ANSWER * found[0][0])
                  .slice(0, MOST_ANSWERS).map(([, word]) => word);
    }

    lightPlace(index) {
      this.clear();
      for (const stage of this.stages)
        stage.querySelectorAll('.cell')[index].classList.add('most');
      for (const word of this.answers(index))
        word.classList.add('answers');
    }

    describePlace(index) {
      const words = this.answers(index).map(word => word.textContent);

      return fill(phrases.place, {
        place: this.where(index),
        effect: this.effects[index] ?? '',
        words: words.length > 0 ? words.join(', ') : phrases.noWords,
      });
    }

    describeWord(word) {
      const looks = this.looks.get(word);

      return fill(phrases.word, {
        word: word.textContent,
        effect: word.dataset.effect,
        place: this.where(looks.indexOf(Math.max(...looks))),
      });
    }

    onWord(word, speak = false) {
      if (!this.looks.has(word))
        return;
      this.lightWord(word);
      if (speak)
        spoken.textContent = this.describeWord(word);
    }

    onPlace(cell, speak = false) {
      if (!cell.classList.contains('cell'))
        return;
      this.lightPlace(Number(cell.dataset.index));
      if (speak)
        spoken.textContent = this.describePlace(Number(cell.dataset.index));
    }

    /* Held until it is asked for again, or Escape, or another is held. */
    hold(element) {
      if (element === null || (!element.classList.contains('cell') && !this.looks.has(element)))
        return;
      const next = this.held === element ? null : element;

      this.letGo();
      this.held = next;
      next?.classList.add('held');
      next?.button?.setAttribute('aria-pressed', 'true');
      if (next !== null)
        this.restore();
    }

    letGo() {
      this.held?.classList.remove('held');
      this.held?.button?.setAttribute('aria-pressed', 'false');
      this.held = null;
      this.clear();
    }

    /* What pointer and focus have left goes back to what is held. */
    restore() {
      if (this.held === null)
        this.clear();
      else if (this.held.classList.contains('cell'))
        this.lightPlace(Number(this.held.dataset.index));
      else
        this.lightWord(this.held);
    }

    go(elements, from, to) {
      const next = elements[Math.max(0, Math.min(elements.length - 1, to))];

      elements[from].tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }

    onWordKey(event, words) {
      const at = words.indexOf(event.target);
      const sentence = word => word.closest('.sentence');
      let to = at;

      if (at < 0)
        return;
      switch (event.key) {
        case 'ArrowRight': to = at + 1; break;
        case 'ArrowLeft': to = at - 1; break;
        case 'ArrowDown':
          to = words.findIndex((word, index) => index > at && sentence(word) !== sentence(words[at]));
          if (to < 0)
            to = words.length - 1;
          break;
        case 'ArrowUp': {
          const before = words.findLastIndex((word, index) => index < at && sentence(word) !== sentence(words[at]));
          to = before < 0 ? 0 : words.findIndex(word => sentence(word) === sentence(words[before]));
          break;
        }
        case 'Home': to = 0; break;
        case 'End': to = words.length - 1; break;
        default: this.onHoldKey(event); return;
      }
      event.preventDefault();
      this.go(words, at, to);
    }

    onCellKey(event) {
      const cells = [...event.currentTarget.querySelectorAll('.cell')];
      const at = cells.indexOf(event.target), column = at % this.columns;
      let to = at;

      if (at < 0)
        return;
      switch (event.key) {
        case 'ArrowRight': to = column < this.columns - 1 ? at + 1 : at; break;
        case 'ArrowLeft': to = column > 0 ? at - 1 : at; break;
        case 'ArrowDown': to = at + this.columns < cells.length ? at + this.columns : at; break;
        case 'ArrowUp': to = at >= this.columns ? at - this.columns : at; break;
        case 'Home': to = at - column; break;
        case 'End': to = at - column + this.columns - 1; break;
        default: this.onHoldKey(event); return;
      }
      event.preventDefault();
      this.go(cells, at, to);
    }

    onHoldKey(event) {
      if (event.key === 'Enter' || event.key === ' ')
        this.hold(event.target);
      else if (event.key === 'Escape')
        this.letGo();
      else
        return;
      event.preventDefault();
    }
  }

  /* Pages are furnished when they come near, so that a long report opens at once. */
  const near = new IntersectionObserver(entries => {
    for (const entry of entries)
      if (entry.isIntersecting) {
        near.unobserve(entry.target);
        new Page(entry.target);
      }
  }, { rootMargin: '1500px' });

  document.querySelectorAll('article[data-columns]').forEach(article => near.observe(article));
  document.documentElement.classList.add('scripted');
})();
