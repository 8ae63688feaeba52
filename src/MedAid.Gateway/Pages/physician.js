'use strict';

// Cards for draft orders. The orders come from the framing workstation by postMessage, or from the form; all texts go into the page as text.
(() => {
  const grades = {
    CARD_INDICATOR_INFO: ['info', '提示'], CARD_INDICATOR_WARNING: ['warning', '提醒'], CARD_INDICATOR_CRITICAL: ['critical', '严重'],
  };
  const patience = 6000;
  const $ = id => document.getElementById(id);
  const origins = document.querySelector('meta[name=medaid-origins]').content.split(' ').filter(o => o);
  const isFramed = window.parent !== window;
  let workstation = null;
  let shown = null;

  function element(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    Object.assign(made, properties);
    made.append(...children);
    return made;
  }

  function yuan(fen) {
    const digits = BigInt(fen).toString().padStart(3, '0');
    return `${digits.slice(0, -2)}.${digits.slice(-2)} 元`;
  }

  function say(text, isBad = false) {
    $('state').textContent = text;
    $('state').classList.toggle('bad', isBad);
  }

  function tell(message) {
    if (workstation) {
      window.parent.postMessage(message, workstation);
    }
  }

  // ---- calls --------------------------------------------------------------------------------------------------------------

  async function post(path, body, operator) {
    const headers = { 'Content-Type': 'application/json' };
    if (operator) {
      headers['medaid-operator'] = encodeURIComponent(operator);
    }
    const answer = await fetch(path, {
      method: 'POST', headers, body: JSON.stringify(body), referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(patience),
    });
    const content = await answer.json();
    if (!answer.ok) {
      throw new Error(sentenceOf(content.error));
    }
    return content;
  }

  function sentenceOf(error) {
    const details = (error && error.details) || [];
    const sentence = details.map(d => d.message).find(m => m) || '没有办成，请重试或联系信息科。';
    const fields = details.flatMap(d => d.fieldViolations || []).map(v => `${v.field}：${v.description.replace(/^[A-Z_]+: /, '')}`);
    return [sentence, ...fields].join(' ');
  }

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return 'page-' + Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');
  }

  async function check(orders, operator, doctorCode) {
    const mine = { orders, operator: operator || '', doctorCode: doctorCode || '' };
    shown = mine;
    clear();
    say('正在查……');
    let advice;
    try {
      advice = await post('/v1/orders:check', orders);
    } catch (problem) {
      if (shown === mine) {
        say(problem.name === 'TimeoutError' || problem instanceof TypeError ? '没有按时查完，本次不作提示；可以照常签署。' : problem.message, true);
        tell({ type: 'medaid.advice', cards: 0, noOpinion: true });
      }
      return;
    }
    // A later draft has overtaken this answer.
    if (shown === mine) {
      show(advice);
    }
  }

  // ---- cards --------------------------------------------------------------------------------------------------------------

  function clear() {
    $('cards').replaceChildren();
    $('total').hidden = $('rest').hidden = $('keys').hidden = true;
  }

  function show(advice) {
    const cards = advice.cards || [];
    if (advice.noOpinionText) {
      say(advice.noOpinionText, true);
    } else {
      say(cards.length ? `有 ${cards.length} 条提示。` : '没有需要提示的，可以签署。');
      $('total').textContent = `个人负担 ${yuan(advice.patientFen)}`;
      $('total').hidden = false;
    }
    $('cards').replaceChildren(...cards.map(cardOf));
    $('rest').textContent = advice.restLine || '';
    $('rest').hidden = !advice.restLine;
    $('keys').hidden = !cards.length;
    const first = $('cards').firstElementChild;
    if (first && !isTyping(document.activeElement)) {
      first.focus({ preventScroll: true });
    }
    tell({ type: 'medaid.advice', cards: cards.length, noOpinion: Boolean(advice.noOpinionText) });
  }

  function cardOf(card) {
    const [kind, word] = grades[card.indicator] || grades.CARD_INDICATOR_INFO;
    const made = element('article', { className: kind, tabIndex: 0 });
    made.dataset.cardId = card.cardId;
    const heading = element('h2', {}, element('span', { className: 'grade', textContent: word }), document.createTextNode(card.summary));
    made.append(heading, element('p', { textContent: card.detail }));
    if (!card.detail.includes(card.sourceLabel)) {
      made.append(element('p', { className: 'source', textContent: `依据：${card.sourceLabel}` }));
    }
    if (card.suggestions && card.suggestions.length) {
      made.append(element('div', { className: 'suggestions' }, ...card.suggestions.map(s => suggestionOf(card, s, made))));
    }
    made.append(overrideOf(card, made), element('p', { className: 'answer', hidden: true }));
    made.querySelector('.answer').setAttribute('role', 'status');
    return made;
  }

  function suggestionOf(card, suggestion, made) {
    const button = element('button', { type: 'button' },
      element('kbd', { textContent: suggestion.suggestionId }), element('span', { className: 'label', textContent: suggestion.label }),
      element('span', { className: 'money', textContent: yuan(suggestion.patientFen) }));
    button.dataset.key = suggestion.suggestionId;
    button.addEventListener('click', () => {
      // The order changes at once; whether the answer can be recorded must not hold it up.
      tell({ type: 'medaid.suggestion', cardId: card.cardId, visitId: shown.orders.visit.visitId, suggestion });
      answer(made, { cardId: card.cardId, disposition: 'CARD_DISPOSITION_GO_BACK', suggestionId: suggestion.suggestionId }, `已采用：${suggestion.label}`);
    });
    return button;
  }

  function overrideOf(card, made) {
    const reasons = element('select', {}, element('option', { value: '', textContent: '继续执行的理由' }),
      ...(card.overrideReasons || []).map(r => element('option', { value: r.code, textContent: r.text })));
    reasons.setAttribute('aria-label', '继续执行的理由');
    const own = element('input', { maxLength: 500, placeholder: '或另写明' });
    own.setAttribute('aria-label', '另写明理由');
    const button = element('button', { type: 'button', textContent: '继续执行' });
    button.addEventListener('click', () => {
      if (!reasons.value && !own.value.trim()) {
        note(made, '请选一条理由，或另写明。', true);
        reasons.focus();
        return;
      }
      const given = { cardId: card.cardId, disposition: 'CARD_DISPOSITION_GO_ON', reasonCode: reasons.value, ownReason: own.value.trim() };
      answer(made, given, '已记下理由，继续执行。');
    });
    return element('div', { className: 'override' }, reasons, own, button);
  }

  function note(made, text, isBad = false) {
    const line = made.querySelector('.answer');
    line.textContent = text;
    line.classList.toggle('bad', isBad);
    line.hidden = false;
  }

  async function answer(made, given, words) {
    const { visit, departmentCode } = shown.orders;
    const content = JSON.stringify(given);
    // The same answer again, after a lost reply, is the same request.
    if (made.dataset.content !== content) {
      made.dataset.content = content;
      made.dataset.requestId = newId();
    }
    const buttons = made.querySelectorAll('button, select, input');
    buttons.forEach(b => { b.disabled = true; });
    note(made, words);
    try {
      await post('/v1/card-feedback', {
        requestId: made.dataset.requestId, hospitalCode: visit.hospitalCode, departmentCode: departmentCode || visit.departmentCode || '', doctorCode: shown.doctorCode,
        visitId: visit.visitId, answers: [given],
      }, shown.operator);
      made.classList.add('answered');
      tell({ type: 'medaid.answered', cardId: given.cardId, disposition: given.disposition });
      const next = [...document.querySelectorAll('article:not(.answered)')][0];
      if (next && !isTyping(document.activeElement)) {
        next.focus();
      }
    } catch (problem) {
      buttons.forEach(b => { b.disabled = false; });
      note(made, `答复没有记下：${problem.message} 可以再按一次；不影响签署。`, true);
    }
  }

  // ---- keys ---------------------------------------------------------------------------------------------------------------

  function isTyping(target) {
    return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
  }

  document.addEventListener('keydown', event => {
    // 229 and isComposing: the key belongs to an input method that is choosing characters.
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) {
      return;
    }
    const all = [...document.querySelectorAll('article')];
    const current = document.activeElement.closest('article') || document.querySelector('article:not(.answered)');
    if (['1', '2', '3'].includes(event.key) && current) {
      const button = current.querySelector(`.suggestions button[data-key="${event.key}"]`);
      if (button && !button.disabled && !event.repeat) {
        event.preventDefault();
        button.click();
      }
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const at = all.indexOf(document.activeElement.closest('article'));
      const next = all[event.key === 'ArrowDown' ? at + 1 : Math.max(at - 1, 0)];
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  });

  // ---- the workstation ----------------------------------------------------------------------------------------------------

  window.addEventListener('message', event => {
    const message = event.data;
    if (!isFramed || event.source !== window.parent || !origins.includes(event.origin) || !message) {
      return;
    }
    if (message.type === 'medaid.visit' && message.visit) {
      // Nothing depends on it: the cards are the same without.
      post('/v1/orders:prepare', message.visit).catch(() => {});
      return;
    }
    if (message.type !== 'medaid.orders' || !message.orders || !message.orders.visit) {
      return;
    }
    workstation = event.origin;
    check(message.orders, message.operator, message.doctorCode);
  });

  // ---- the form -----------------------------------------------------------------------------------------------------------

  function addLine() {
    const line = $('line').content.firstElementChild.cloneNode(true);
    line.querySelector('[name=remove]').addEventListener('click', () => line.remove());
    $('lines').append(line);
    return line;
  }

  // A decimal text as a whole number of 10^-decimals; null if it is none.
  function scaled(text, decimals) {
    const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim());
    const fraction = match && (match[2] || '').replace(/0+$/, '');
    return match && fraction.length <= decimals ? BigInt(match[1] + fraction.padEnd(decimals, '0')) : null;
  }

  // Price × quantity, half up to the fen, without a binary fraction.
  function amountFen(price, quantity) {
    const [p, q] = [scaled(price, 6), scaled(quantity, 4)];
    return p === null || q === null ? '0' : ((p * q + 50000000n) / 100000000n).toString();
  }

  function itemOf(line, index) {
    const value = name => line.querySelector(`[name=${name}]`).value.trim();
    return {
      itemNumber: index + 1, code: value('code'), name: value('name'), category: value('category'), unitPriceYuan: value('unitPriceYuan'), quantity: value('quantity'),
      amountFen: amountFen(value('unitPriceYuan'), value('quantity')),
    };
  }

  $('form').addEventListener('submit', event => {
    event.preventDefault();
    const value = name => $('form').elements[name].value.trim();
    const visit = { items: [...$('lines').children].map(itemOf) };
    ['hospitalCode', 'visitId', 'idNumber', 'serviceDate', 'care', 'diseaseCode'].forEach(name => { visit[name] = value(name); });
    check({ visit, departmentCode: value('departmentCode'), diagnosisCodes: value('diagnosisCodes').split(/\s+/).filter(c => c) }, value('operator'), '');
  });
  $('add').addEventListener('click', () => addLine().querySelector('input').focus());
  addLine();
  if (isFramed) {
    // The browser gives it to the one that is the parent's, and to no other.
    origins.forEach(origin => window.parent.postMessage({ type: 'medaid.ready' }, origin));
  } else {
    say('在工作站里打开时，医嘱由工作站传来；也可以在下面手工填写。');
    $('manual').open = true;
  }
})();
