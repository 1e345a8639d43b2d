interface SourceLine {
  readonly line: number;
  readonly text: string;
}

/** Markdown as the plain text that every channel can show: paragraphs on lines of their own, lists with a dash. */
export function plainText(lines: readonly SourceLine[], fault: (line: number, what: string) => void): string {
  const paragraphs: string[] = [];
  let open = false;
  for (const { line, text } of lines) {
    if (/^(?:```|~~~)/.test(text)) fault(line, 'code blocks are not shown in a chat; write it as a sentence');
    if (/^\|/.test(text)) fault(line, 'tables are not shown in a chat; write a list instead');
    if (/<\/?[a-z!]/i.test(text))
      fault(
        line,
        'HTML is not shown in a chat; write plain text, or a comment "<!-- asked: ... -->" or "<!-- skill: ... -->"',
      );
    const item = /^(?:[-*+]|\d{1,3}[.)])\s+(.*)$/.exec(text)?.[1];
    const words = inline(item ?? text.replace(/^>\s?/, ''));
    if (text === '') open = false;
    else if (item !== undefined) {
      paragraphs.push(`- ${words}`);
      open = true;
    } else if (open) paragraphs.push(joined(paragraphs.pop()!, words));
    else {
      paragraphs.push(words);
      open = true;
    }
  }
  return paragraphs.join('\n');
}

/** A line that was broken in the source; Chinese has no space there. */
const joined = (before: string, after: string): string =>
  /\p{Script=Han}$|[，。；：！？]$/u.test(before) ? before + after : `${before} ${after}`;

/** Links keep their address, pictures their description, and marks of emphasis go. */
const inline = (text: string): string =>
  text
    .replace(/!\[([^\]]{0,200})\]\([^)\s]{0,500}\)/g, '$1')
    .replace(/\[([^\]]{1,200})\]\(((?:https?|mailto):[^)\s]{1,500})\)/g, '$1 ($2)')
    .replace(/\[([^\]]{1,200})\]\([^)\s]{0,500}\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\w*])[*_](?=\S)([^*_]{1,500}?)(?<=\S)[*_](?![\w*])/g, '$1')
    .replace(/`([^`]{1,500})`/g, '$1');
