import { documentCard, documentLink, productCard } from './cards.ts';
import { element, sendIcon } from './element.ts';
import type { WidgetAction, WidgetReply } from './protocol.ts';
import css from './widget.css';
import type { Words } from './words.ts';

export interface ViewEvents {
  say(text: string, action?: WidgetAction): void;
  opened(): void;
}

const MAX_LENGTH = 4_000;
/** From here on the visitor sees how many characters are left. */
const NEARLY_FULL = 200;
/** What stays to be seen above a reply that is taller than the log. */
const SCROLL_MARGIN = 12;

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
  readonly #left: HTMLElement;
  readonly #unread: HTMLElement;
  readonly #messages = new Map<string, HTMLElement>();
  #unreadCount = 0;

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
    this.#typing.setAttribute('role', 'img');
    this.#typing.setAttribute('aria-label', words.typing);
    this.#left = element('div', { class: 'left', role: 'status', hidden: '' });
    this.#unread = element('span', { class: 'unread', hidden: '' });
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
      { class: 'panel', role: 'dialog', 'aria-label': words.title, lang: words.lang, hidden: '' },
      element(
        'header',
        {},
        element('div', {}, element('strong', {}, words.title), element('small', {}, words.subtitle)),
        close,
      ),
      this.#log,
      this.#notice,
      this.#left,
      form,
    );
    this.#toggle = element(
      'button',
      {
        type: 'button',
        class: 'toggle',
        lang: words.lang,
        'aria-haspopup': 'dialog',
        'aria-expanded': 'false',
      },
      words.open,
      this.#unread,
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
    this.#input.addEventListener('input', () => this.#typed());
    this.#panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
    this.#log.append(
      element(
        'div',
        { class: 'bot' },
        this.#speaker(words.bot),
        element('div', { class: 'bubble' }, words.hello),
      ),
      this.#typing,
    );
  }

  open(): void {
    this.#panel.hidden = false;
    this.#toggle.hidden = true;
    this.#toggle.setAttribute('aria-expanded', 'true');
    this.#countUnread(0);
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
      this.#speaker(this.#words.you),
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
      reply.from === undefined
        ? this.#speaker(this.#words.bot)
        : element('small', { class: 'from' }, reply.from),
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
        button.addEventListener('click', () => {
          // The button goes with the answer; the keyboard stays in the conversation, and no phone opens its own.
          this.#log.focus({ preventScroll: true });
          this.#events.say(choice.text, choice.action);
        });
        return button;
      });
      message.append(element('div', { class: 'choices' }, ...buttons));
    }
    this.#add(message);
    // Of an answer that does not fit, the beginning is read first.
    this.#log.scrollTop = Math.min(this.#log.scrollTop, message.offsetTop - SCROLL_MARGIN);
    if (this.#panel.hidden) this.#countUnread(this.#unreadCount + 1);
  }

  online(isOnline: boolean): void {
    this.#notice.hidden = isOnline;
    if (!isOnline) this.#typing.hidden = true;
  }

  #submit(): void {
    const text = this.#input.value.trim();
    if (text === '') return;
    this.#input.value = '';
    this.#typed();
    this.#events.say(text);
  }

  /** Says how much more fits, before a paste is cut off unseen. */
  #typed(): void {
    const left = MAX_LENGTH - this.#input.value.length;
    this.#left.hidden = left > NEARLY_FULL;
    this.#left.textContent = left > NEARLY_FULL ? '' : this.#words.left.replace('#', String(left));
    if (CSS.supports('field-sizing', 'content')) return;
    this.#input.style.height = 'auto';
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }

  #countUnread(count: number): void {
    this.#unreadCount = count;
    this.#unread.hidden = count === 0;
    this.#unread.textContent = count === 0 ? '' : String(count);
    this.#unread.setAttribute('aria-label', this.#words.unread.replace('#', String(count)));
  }

  /** Who speaks, for those who do not see the sides of the bubbles. */
  #speaker(name: string): HTMLElement {
    return element('span', { class: 'heard' }, `${name}: `);
  }

  #add(message: HTMLElement): void {
    this.#log.insertBefore(message, this.#typing);
    this.#scroll();
  }

  #scroll(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}
