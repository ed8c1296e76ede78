// Two versions of a document, clause by clause. Every text from the documents is set by
// `textContent`; nothing of it is ever parsed.
const states = new WeakMap()
// Longer lists are filled only near the view.
const MANY = 100

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const root = parentElement.querySelector('.cmp')
  let state = states.get(root)
  if (!state) {
    state = { root, id: null, view: null, only: true, heavy: false, undecided: false, kinds: new Set(), open: new Set(), at: -1 }
    states.set(root, state)
    wire(root, state)
  }
  state.data = data
  state.say = setTriggerValue
  state.verdicts = new Map(Object.entries(data.verdicts))
  if (state.id === data.id && state.language === data.language) {
    for (const card of root.querySelectorAll('.card')) paintVerdict(state, card)
    progress(state)
    return
  }
  if (state.id !== data.id) {
    Object.assign(state, { at: -1, kinds: new Set(), open: new Set() })
    if (state.view === null) state.view = root.clientWidth < 720 ? 'inline' : 'side'
  }
  state.id = data.id
  state.language = data.language
  draw(root, state)
}

function make(tag, classes, text) {
  const made = document.createElement(tag)
  if (classes) made.className = classes
  if (text !== undefined) made.textContent = text
  return made
}

function wire(root, state) {
  root.querySelector('.only').addEventListener('change', event => { state.only = event.target.checked; rows(root, state) })
  root.querySelector('.heavy').addEventListener('change', event => { state.heavy = event.target.checked; list(root, state) })
  root.querySelector('.open').addEventListener('change', event => { state.undecided = event.target.checked; list(root, state) })
  root.querySelector('.before').addEventListener('click', () => step(root, state, -1))
  root.querySelector('.after').addEventListener('click', () => step(root, state, 1))
  root.querySelector('.scroll').addEventListener('scroll', () => {
    seen(root)
    // Rows that came near have their true height now.
    clearTimeout(state.settling)
    state.settling = setTimeout(() => overview(root, state), 200)
  })
  root.addEventListener('keydown', event => {
    if (event.target.matches('input, textarea') || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'j' || event.key === 'n') step(root, state, 1)
    else if (event.key === 'k' || event.key === 'p') step(root, state, -1)
  })
  new ResizeObserver(() => overview(root, state)).observe(root.querySelector('.scroll'))
}

function draw(root, state) {
  const words = state.data.words
  const views = root.querySelector('.views')
  views.replaceChildren(...['side', 'inline'].map(view => {
    const button = make('button', '', words[view])
    button.type = 'button'
    button.dataset.view = view
    button.addEventListener('click', () => { state.view = view; pressed(); rows(root, state) })
    return button
  }))
  const pressed = () => views.querySelectorAll('button').forEach(
    button => button.setAttribute('aria-pressed', String(button.dataset.view === state.view)))
  views.setAttribute('aria-label', words.view)
  pressed()
  root.querySelector('.only').checked = state.only
  root.querySelector('.only + span').textContent = words.only
  root.querySelector('.heavy').checked = state.heavy
  root.querySelector('.heavy + span').textContent = words.heavy
  root.querySelector('.open').checked = state.undecided
  root.querySelector('.open + span').textContent = words.open
  for (const [name, key] of [['before', 'K'], ['after', 'J']]) {
    const button = root.querySelector(`.${name}`)
    button.setAttribute('aria-label', words[name])
    button.setAttribute('aria-keyshortcuts', key)
    button.title = `${words[name]} (${key})`
  }
  root.querySelector('.scroll').setAttribute('aria-label', words.texts)
  root.querySelector('.list').setAttribute('aria-label', words.changes)
  kinds(root, state)
  list(root, state)
  rows(root, state)
}

function kinds(root, state) {
  const counts = new Map()
  for (const change of [...state.data.changes].sort((x, y) => y.weight - x.weight)) counts.set(change.kind, (counts.get(change.kind) || 0) + 1)
  const holder = root.querySelector('.kinds')
  holder.setAttribute('aria-label', state.data.words.kinds)
  holder.replaceChildren(...[...counts].map(([kind, count]) => {
    const button = make('button', '', `${state.data.kinds[kind]} ${count}`)
    button.type = 'button'
    button.setAttribute('aria-pressed', String(state.kinds.has(kind)))
    button.addEventListener('click', () => {
      if (!state.kinds.delete(kind)) state.kinds.add(kind)
      button.setAttribute('aria-pressed', String(state.kinds.has(kind)))
      list(root, state)
    })
    return button
  }))
}

// Places in `data.changes` that the filters let through.
function shown(state) {
  return state.data.changes.map((_, place) => place).filter(place => {
    const change = state.data.changes[place]
    return (!state.heavy || change.material) && (!state.kinds.size || state.kinds.has(change.kind)) &&
      (!state.undecided || !state.verdicts.get(change.id)?.verdict)
  })
}

function list(root, state) {
  const { data } = state
  const places = shown(state)
  const none = root.querySelector('.none')
  none.hidden = places.length > 0
  none.textContent = data.changes.length ? data.words.none_shown : data.words.none
  const cards = places.map(place => {
    const item = make('li', `card${data.changes[place].material ? ' material' : ''}`)
    item.dataset.place = place
    item.style.minHeight = '96px'
    return item
  })
  fillNear(root.querySelector('.list'), root.querySelector('.changes'), cards, item => fillCard(root, state, item))
  progress(state)
  where(root, state)
}

const watches = new WeakMap()

// Puts the items in; those of a long list are filled when they come near the view.
function fillNear(holder, scroll, items, fill) {
  watches.get(holder)?.disconnect()
  holder.replaceChildren(...items)
  if (items.length <= MANY) { items.forEach(fill); return }
  const watch = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue
      watch.unobserve(entry.target)
      fill(entry.target)
    }
  }, { root: scroll, rootMargin: '1000px 0px' })
  watches.set(holder, watch)
  for (const item of items) watch.observe(item)
}

// Whether the item is still to be filled; its guessed height goes.
function begin(item) {
  if (item.dataset.filled) return false
  item.dataset.filled = 'yes'
  item.style.minHeight = ''
  return true
}

function fillCard(root, state, item) {
  if (!begin(item)) return
  const { data } = state
  const place = Number(item.dataset.place)
  const change = data.changes[place]
  const go = make('button', 'go')
  go.type = 'button'
  const top = make('span', 'top')
  top.append(make('span', `tag${change.material ? ' strong' : ''}`, data.kinds[change.kind]))
  if (change.who) top.append(make('span', `tag who ${change.who}`, data.words[`who_${change.who}`]))
  top.append(make('span', 'where', change.heading))
  go.append(top)
  const what = make('span', 'what')
  if (change.before) what.append(make('del', change.kind === 'format_only' ? 'format' : '', brief(change.before)))
  if (change.before && change.after) what.append(' → ')
  if (change.after) what.append(make('ins', change.kind === 'format_only' ? 'format' : '', brief(change.after)))
  what.style.display = 'block'
  go.append(what)
  if (change.means) {
    const means = make('span', 'means', change.means)
    means.style.display = 'block'
    go.append(means)
  }
  go.addEventListener('click', () => jump(root, state, place))
  item.append(go)
  const verdict = make('div', 'verdict')
  verdict.setAttribute('role', 'group')
  verdict.setAttribute('aria-label', data.words.verdict)
  for (const [key, word] of Object.entries(data.verdict_words)) {
    const button = make('button', '', word)
    button.type = 'button'
    button.dataset.verdict = key
    button.addEventListener('click', () => {
      const now = state.verdicts.get(change.id) || { verdict: '', note: '' }
      decide(state, item, change.id, { ...now, verdict: now.verdict === key ? '' : key })
    })
    verdict.append(button)
  }
  item.append(verdict)
  const note = make('input', 'note')
  note.type = 'text'
  note.placeholder = data.words.note
  note.setAttribute('aria-label', data.words.note)
  note.addEventListener('change', () => {
    const now = state.verdicts.get(change.id) || { verdict: '', note: '' }
    decide(state, item, change.id, { ...now, note: note.value })
  })
  item.append(note)
  paintVerdict(state, item)
  if (place === state.at) item.classList.add('current')
}

function brief(text) {
  const points = [...text.replace(/\s+/g, ' ')]
  return points.length > 120 ? points.slice(0, 80).join('') + ' … ' + points.slice(-30).join('') : points.join('')
}

function decide(state, item, id, verdict) {
  state.verdicts.set(id, verdict)
  paintVerdict(state, item)
  progress(state)
  state.say('verdict', { id, ...verdict })
}

function paintVerdict(state, item) {
  if (!item.dataset.filled) return
  const change = state.data.changes[Number(item.dataset.place)]
  const now = state.verdicts.get(change.id) || { verdict: '', note: '' }
  for (const button of item.querySelectorAll('.verdict button')) {
    button.setAttribute('aria-pressed', String(button.dataset.verdict === now.verdict))
  }
  const note = item.querySelector('.note')
  if (note !== note.getRootNode().activeElement) note.value = now.note
  // A long list stays short: the note has room where it is wanted.
  item.classList.toggle('judged', Boolean(now.verdict || now.note))
}

function progress(state) {
  const { data } = state
  const done = data.changes.filter(change => state.verdicts.get(change.id)?.verdict).length
  state.root.querySelector('.judged-count').textContent =
    data.words.judged.replace('{done}', done).replace('{all}', data.changes.length)
}

function rows(root, state) {
  const { data } = state
  root.dataset.view = state.view
  const heads = root.querySelector('.heads')
  heads.querySelector('.a').textContent = state.view === 'side' ? data.name_a : `${data.name_a} → ${data.name_b}`
  heads.querySelector('.b').textContent = state.view === 'side' ? data.name_b : ''
  heads.querySelector('.b').hidden = state.view !== 'side'
  const made = []
  let same = []
  const flush = () => {
    if (!same.length) return
    const run = same
    same = []
    if (!state.only || state.open.has(run[0])) { made.push(...run.map(place => row(state, place))); return }
    const button = make('button', 'folded', data.words.folded.replace('{count}', run.length))
    button.type = 'button'
    button.setAttribute('aria-expanded', 'false')
    button.addEventListener('click', () => { state.open.add(run[0]); rows(root, state) })
    made.push(button)
  }
  data.clauses.forEach((clause, place) => {
    if (clause.kind === 'same') { same.push(place); return }
    flush()
    made.push(row(state, place))
  })
  flush()
  fillNear(root.querySelector('.rows'), root.querySelector('.scroll'), made, item => fillRow(state, item))
  requestAnimationFrame(() => overview(root, state))
}

function row(state, place) {
  const { data, view } = state
  const clause = data.clauses[place]
  const made = make('div', `row ${clause.kind}${clause.material ? ' material' : ''}`)
  made.dataset.clause = place
  const length = clause.parts.reduce((sum, part) => sum + part[1].length, 0)
  made.style.minHeight = `${27 * Math.ceil(length / (view === 'side' ? 28 : 56)) + 16}px`
  return made
}

function fillRow(state, made) {
  if (!made.dataset.clause || !begin(made)) return
  const { data, view } = state
  const clause = data.clauses[Number(made.dataset.clause)]
  if (clause.kind !== 'same') {
    const kind = make('div', 'kind')
    kind.append(make('span', 'tag', data.pair_kinds[clause.kind]))
    for (const also of clause.also) kind.append(make('span', 'tag', data.pair_kinds[also]))
    if (clause.moved_from) kind.append(make('span', '', clause.moved_from))
    made.append(kind)
  }
  const cells = make('div', 'cells')
  if (view === 'inline') cells.append(cell('a b', clause.parts, () => true))
  else {
    cells.append(clause.has_a ? cell('a', clause.parts, mark => mark !== '+') : make('div', 'cell a empty'))
    cells.append(clause.has_b ? cell('b', clause.parts, mark => mark !== '-') : make('div', 'cell b empty'))
  }
  made.append(cells)
}

function cell(classes, parts, wanted) {
  const made = make('div', `cell ${classes}`)
  for (const [mark, text, format, change] of parts) {
    if (!wanted(mark)) continue
    if (mark === '=') { made.append(text); continue }
    const changed = make(mark === '-' ? 'del' : 'ins', format ? 'format' : '', text)
    if (change !== null) changed.dataset.change = change
    made.append(changed)
  }
  // The line ends after a clause would show as an empty line.
  const last = made.lastChild
  if (last && last.nodeType === Node.TEXT_NODE) last.data = last.data.trimEnd()
  return made
}

function jump(root, state, place) {
  state.at = place
  const change = state.data.changes[place]
  for (const item of root.querySelectorAll('.card.current')) item.classList.remove('current')
  const item = root.querySelector(`.card[data-place="${place}"]`)
  if (item) {
    fillCard(root, state, item)
    item.classList.add('current')
    item.scrollIntoView({ block: 'nearest' })
  }
  for (const lit of root.querySelectorAll('.lit')) lit.classList.remove('lit')
  for (const old of root.querySelectorAll('.row.current')) old.classList.remove('current')
  const target = root.querySelector(`.row[data-clause="${change.clause}"]`)
  if (target) {
    fillRow(state, target)
    target.classList.add('current')
    const marks = target.querySelectorAll(`[data-change="${place}"]`)
    for (const mark of marks) mark.classList.add('lit')
    const scroll = root.querySelector('.scroll')
    // Again until it stays: rows that were never shown have only a guessed height.
    const go = left => {
      const seat = (marks[0] || target).getBoundingClientRect()
      const by = seat.top - scroll.getBoundingClientRect().top - scroll.clientHeight / 3
      scroll.scrollBy({ top: by, behavior: 'instant' })
      if (left && Math.abs(by) > 2) requestAnimationFrame(() => go(left - 1))
    }
    go(6)
  }
  where(root, state)
}

function step(root, state, by) {
  const places = shown(state)
  if (!places.length) return
  const now = places.indexOf(state.at)
  // The change that was looked at may be filtered out by now: on from its place in the text.
  const behind = places.findIndex(place => place > state.at)
  const beside = by > 0 ? (behind < 0 ? places.length - 1 : behind) : (behind < 0 ? places.length : behind) - 1
  const next = now < 0 ? Math.max(0, state.at < 0 && by < 0 ? places.length - 1 : beside) : Math.min(places.length - 1, Math.max(0, now + by))
  jump(root, state, places[next])
}

function where(root, state) {
  const places = shown(state)
  const now = places.indexOf(state.at)
  root.querySelector('.place').textContent = `${now < 0 ? '–' : now + 1} / ${places.length}`
}

function overview(root, state) {
  if (!state.data) return
  const scroll = root.querySelector('.scroll')
  const bar = root.querySelector('.overview')
  const all = scroll.scrollHeight || 1
  const marks = []
  for (const made of root.querySelectorAll('.row:not(.same)')) {
    const mark = make('i', made.className.replace('row', '').replace('current', ''))
    mark.style.top = `${(made.offsetTop / all) * 100}%`
    mark.style.height = `${Math.max(0.4, (made.offsetHeight / all) * 100)}%`
    mark.addEventListener('click', () => { scroll.scrollTop = made.offsetTop - 40 })
    marks.push(mark)
  }
  bar.replaceChildren(...marks, make('i', 'seen'))
  seen(root)
}

function seen(root) {
  const scroll = root.querySelector('.scroll')
  const mark = root.querySelector('.overview .seen')
  if (!mark) return
  const all = scroll.scrollHeight || 1
  mark.style.top = `${(scroll.scrollTop / all) * 100}%`
  mark.style.height = `${(scroll.clientHeight / all) * 100}%`
}
