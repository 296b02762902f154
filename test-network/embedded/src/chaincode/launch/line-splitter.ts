import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Calls `line` for each line of a text stream, the unfinished last one included. */
export function eachLine(stream: Readable, line: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line(text);
    }
  });
  stream.on('end', () => {
    if (rest !== '') {
      line(rest);
    }
  });
}
