// Reads a message with mailparser and prints what it understood as JSON.
// Usage: node parse_mail.mjs MESSAGE.eml
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { simpleParser } from 'mailparser';

const [path] = process.argv.slice(2);
if (!path) {
  console.error('usage: node parse_mail.mjs MESSAGE.eml');
  process.exit(2);
}
const message = await simpleParser(await readFile(path), { skipImageLinks: true });
const people = (field) => (field?.value ?? []).map(({ name, address }) => ({ name, address }));
console.log(
  JSON.stringify({
    subject: message.subject,
    from: people(message.from),
    to: people(message.to),
    replyTo: people(message.replyTo),
    messageId: message.messageId,
    date: message.date?.toISOString(),
    listId: message.headers.get('list')?.id,
    autoSubmitted: message.headers.get('auto-submitted'),
    text: message.text,
    html: message.html || '',
    references: message.references,
    htmlLength: message.html ? message.html.length : 0,
    attachments: message.attachments.map((part) => ({
      filename: part.filename,
      contentType: part.contentType,
      disposition: part.contentDisposition,
      size: part.size,
      cid: part.cid,
      related: part.related,
      sha256: createHash('sha256').update(part.content).digest('hex'),
    })),
  }),
);
