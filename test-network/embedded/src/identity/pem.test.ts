import { describe, expect, it } from 'vitest';
import { decodePem } from './pem.js';

const BODY = 'AQIDBAUG';
const CONTENT = Buffer.from(BODY, 'base64');
const BLOCK = `-----BEGIN CERTIFICATE-----\n${BODY}\n-----END CERTIFICATE-----\n`;

describe('PEM', () => {
  it.each([
    ['as it is written', BLOCK],
    ['with text around it', `one\ntwo\n${BLOCK}three`],
    ['with another label', BLOCK.replaceAll('CERTIFICATE', 'OTHER')],
    ['with Windows line ends', BLOCK.replaceAll('\n', '\r\n')],
    ['without a last line end', BLOCK.trim()],
    ['with headers', BLOCK.replace('-----\n', '-----\nProc-Type: 4\nName: value\n\n')],
    ['after a block that is none', `-----BEGIN X-----\n!!\n-----END X-----\n${BLOCK}`],
    ['before another block', BLOCK + BLOCK.replace(BODY, 'AAAA')],
  ])('is read %s', (_, text) => {
    expect(decodePem(Buffer.from(text))).toEqual(CONTENT);
  });

  it.each([
    ['nothing', ''],
    ['its content alone', BODY],
    ['a block that starts within a line', `x ${BLOCK}`],
    ['a block that ends as another', BLOCK.replace('END CERTIFICATE', 'END OTHER')],
    ['a block that is not base64', BLOCK.replace(BODY, '!!!!')],
    ['an empty block', BLOCK.replace(BODY, '')],
  ])('is not read from %s', (_, text) => {
    expect(decodePem(Buffer.from(text))).toBeUndefined();
  });
});
