/** A block starts its line, may have headers (`Name: value`), and is skipped if its content is not base64. */
const BLOCK =
  /(?:^|\n)-----BEGIN ([^-\r\n]*)-----[ \t]*\r?\n(?:[^\r\n:]*:[^\r\n]*\r?\n)*([A-Za-z0-9+/=\s]*)-----END \1-----/;

/** The content of the first PEM block, whatever its label; undefined if there is none. */
export function decodePem(text: Uint8Array | string): Buffer | undefined {
  const [, , body] = BLOCK.exec(Buffer.from(text).toString('latin1')) ?? [];
  if (body === undefined) return undefined;
  const der = Buffer.from(body, 'base64');
  return der.length === 0 ? undefined : der;
}
