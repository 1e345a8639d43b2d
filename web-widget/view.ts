import type { WidgetAction, WidgetDocument, WidgetProduct, WidgetReply } from './protocol.ts';
import css from './widget.css';
import type { Words } from './words.ts';

export interface ViewEvents {
  say(text: string, action?: WidgetAction): void;
  opened(): void;
}

const MAX_LENGTH = 4_000;

type Child = Node | string;

/** Text always goes in as text nodes: nothing that anybody wrote is ever markup. */
function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** The widget on the page: a button, and the panel it opens. Lives in a shadow root, apart from the page's styles. */
export class View {
  readonly #words: Words;
  readonly #events: ViewEvents;
  readonly #log: HTMLElement;
  readonly #panel: HTMLElement;
  readonly #toggle: HTMLButtonElement;
  readonly #input: HTMLTextAreaElement;
  readonly #notice: HTMLElement;
  readonly #typing: HTMLElement;
  readonly #messages = new Map<string, HTMLElement>();

  constructor(host: HTMLElement, words: Words, events: ViewEvents) {
    this.#words = words;
    this.#events = events;
    const root = host.attachShadow({ mode: 'open' });
    const style = new CSSStyleSheet();
    style.replaceSync(css);
    root.adoptedStyleSheets = [style];

    this.#log = element('div', {
      class: 'log',
      role: 'log',
      'aria-live': 'polite',
      'aria-label': words.log,
      tabindex: '0',
    });
    this.#typing = element('div', { class: 'typing', hidden: '' }, element('i'), element('i'), element('i'));
    this.#typing.setAttribute('aria-label', words.typing);
    this.#notice = element('div', { class: 'notice', role: 'status', hidden: '' }, words.offline);
    this.#input = element('textarea', {
      rows: '1',
      maxlength: String(MAX_LENGTH),
      placeholder: words.placeholder,
      'aria-label': words.placeholder,
      enterkeyhint: 'send',
    });
    const form = element(
      'form',
      {},
      this.#input,
      element('button', { type: 'submit', class: 'send', 'aria-label': words.send }, sendIcon()),
    );
    const close = element('button', { type: 'button', class: 'close', 'aria-label': words.close }, '×');
    this.#panel = element(
      'section',
      { class: 'panel', role: 'dialog', 'aria-label': words.title, hidden: '' },
      element(
        'header',
        {},
        element('div', {}, element('strong', {}, words.title), element('small', {}, words.subtitle)),
        close,
      ),
      this.#log,
      this.#notice,
      form,
    );
    this.#toggle = element(
      'button',
      { type: 'button', class: 'toggle', 'aria-expanded': 'false' },
      words.open,
    );
    root.append(this.#panel, this.#toggle);

    this.#toggle.addEventListener('click', () => this.open());
    close.addEventListener('click', () => this.close());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#input.addEventListener('keydown', (event) => {
      // While an input method composes a Chinese word, Enter belongs to it.
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#submit();
      }
    });
    this.#panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
    this.#log.append(
      element('div', { class: 'bot' }, element('div', { class: 'bubble' }, words.hello)),
      this.#typing,
    );
  }

  open(): void {
    this.#panel.hidden = false;
    this.#toggle.hidden = true;
    this.#toggle.setAttribute('aria-expanded', 'true');
    this.#events.opened();
    this.#input.focus();
    this.#scroll();
  }

  close(): void {
    this.#panel.hidden = true;
    this.#toggle.hidden = false;
    this.#toggle.setAttribute('aria-expanded', 'false');
    this.#toggle.focus();
  }

  /** Shows a message of the visitor once, however often it is reported. */
  said(id: string, text: string, isPending: boolean): void {
    if (this.#messages.has(id)) return;
    const message = element(
      'div',
      { class: isPending ? 'visitor pending' : 'visitor' },
      element('div', { class: 'bubble' }, text),
    );
    if (isPending) {
      message.title = this.#words.sending;
      this.#typing.hidden = false;
    }
    this.#messages.set(id, message);
    this.#add(message);
  }

  accepted(id: string, isWithPerson: boolean): void {
    if (isWithPerson) this.#typing.hidden = true;
    const message = this.#messages.get(id);
    message?.classList.remove('pending');
    message?.removeAttribute('title');
  }

  refused(id: string, reason: string): void {
    const message = this.#messages.get(id);
    this.#typing.hidden = true;
    message?.classList.replace('pending', 'refused');
    message?.append(element('small', { role: 'alert' }, reason));
    this.#scroll();
  }

  reply(reply: WidgetReply): void {
    this.#typing.hidden = true;
    // Earlier choices have had their time: a late press would answer a question nobody asks any more.
    for (const old of this.#log.querySelectorAll('.choices')) old.remove();
    const message = element(
      'div',
      { class: reply.from === undefined ? 'bot' : 'bot person', lang: reply.language },
      ...(reply.from === undefined ? [] : [element('small', { class: 'from' }, reply.from)]),
      element('div', { class: 'bubble' }, reply.text),
    );
    if (reply.products.length > 0)
      message.append(element('ul', { class: 'products' }, ...reply.products.map(productCard)));
    if (reply.document) message.append(documentCard(reply.document));
    if (reply.links.length > 0)
      message.append(element('div', { class: 'links' }, ...reply.links.map(documentLink)));
    if (reply.choices.length > 0) {
      const buttons = reply.choices.map((choice) => {
        const button = element('button', { type: 'button' }, choice.label);
        button.addEventListener('click', () => this.#events.say(choice.text, choice.action));
        return button;
      });
      message.append(element('div', { class: 'choices' }, ...buttons));
    }
    this.#add(message);
  }

  online(isOnline: boolean): void {
    this.#notice.hidden = isOnline;
    if (!isOnline) this.#typing.hidden = true;
  }

  #submit(): void {
    const text = this.#input.value.trim();
    if (text === '') return;
    this.#input.value = '';
    this.#events.say(text);
  }

  #add(message: HTMLElement): void {
    this.#log.insertBefore(message, this.#typing);
    this.#scroll();
  }

  #scroll(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}

/** Drawn, because not every font has an arrow. */
function sendIcon(): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(namespace, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(namespace, 'path');
  shape.setAttribute('d', 'M3 20.5 21.5 12 3 3.5 3 10l12 2-12 2z');
  icon.append(shape);
  return icon;
}

function productCard(product: WidgetProduct): HTMLElement {
  const card = element(
    'li',
    {},
    element('strong', {}, product.name),
    element('span', { class: 'price' }, product.price),
    element('small', {}, product.availability),
  );
  if (product.reason !== undefined) card.append(element('small', { class: 'reason' }, product.reason));
  if (product.priceBreaks.length > 0)
    card.append(
      element(
        'small',
        { class: 'breaks' },
        product.priceBreaks.map(({ label, price }) => `${label} ${price}`).join(' · '),
      ),
    );
  return card;
}

function documentLink({ label, url }: WidgetReply['links'][number]): HTMLElement {
  const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  return isWeb
    ? element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label)
    : element('span', {}, label);
}

function documentCard(view: WidgetDocument): HTMLElement {
  const row = ({ name, quantity, unitPrice, total }: WidgetDocument['lines'][number]) =>
    element(
      'tr',
      {},
      element('td', {}, name, element('small', {}, `${quantity} × ${unitPrice}`)),
      element('td', {}, total),
    );
  return element(
    'div',
    { class: 'document' },
    element(
      'div',
      { class: 'title' },
      element('strong', {}, view.title),
      element('span', { class: 'status' }, view.status),
    ),
    element(
      'table',
      {},
      element('tbody', {}, ...view.lines.map(row)),
      element(
        'tfoot',
        {},
        element('tr', {}, element('td', {}, view.totalLabel), element('td', {}, view.total)),
      ),
    ),
    ...view.notes.map((note) => element('small', {}, note)),
  );
}
