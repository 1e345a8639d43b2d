import { Connection } from './connection.ts';
import type { WidgetAction } from './protocol.ts';
import { View } from './view.ts';
import { wordsFor } from './words.ts';

/**
 * `<script src="https://shop.example/widget.js" async></script>` puts the chat on a page. Optional attributes:
 * `data-locale` (default: the page's language, else the browser's) and `data-open` to start opened.
 */
function mount(script: HTMLScriptElement): void {
  const locale = script.dataset.locale || document.documentElement.lang || navigator.language;
  const host = document.createElement('rainmaker-widget');
  document.body.append(host);

  let connection: Connection | undefined;
  const view = new View(host, wordsFor(locale), {
    opened: () => {
      // Nobody who does not chat keeps a line open.
      connection ??= new Connection(new URL(script.src).origin, locale, {
        said: ({ id, text }) => view.said(id, text, false),
        reply: ({ reply }) => view.reply(reply),
        online: (isOnline) => view.online(isOnline),
        accepted: (id, isWithPerson) => view.accepted(id, isWithPerson),
        refused: (id, error) => view.refused(id, error.message),
      });
    },
    say: (text: string, action?: WidgetAction) => {
      const id = newId();
      view.said(id, text, true);
      connection?.send({ id, text, locale, ...(action && { action }) });
    },
  });
  if (script.dataset.open !== undefined) view.open();
}

/** `crypto.randomUUID` exists only on pages served by https or from localhost. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) mount(script);
  else document.addEventListener('DOMContentLoaded', () => mount(script));
}
