// Prints as JSON which features of the HTML on stdin some mail clients do not support, by caniemail's tables.
// Usage: node can_i_email.mjs CLIENT... < message.html
import { caniemail } from 'caniemail';

let html = '';
for await (const piece of process.stdin) html += piece;
const { issues, success } = caniemail({ clients: process.argv.slice(2), html });
const listed = (map) =>
  [...map].map(([client, found]) => ({ client, issues: found.map(({ title, position, notes }) => ({ title, line: position?.start?.line, notes })) }));
console.log(JSON.stringify({ success, errors: listed(issues.errors), warnings: listed(issues.warnings) }));
