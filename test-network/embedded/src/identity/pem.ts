const BLOCK = /-----BEGIN ([^-\r\n]*)-----\r?\n?([A-Za-z0-9+/=\s]*)-----END \1-----/;

/** The content of the first PEM block, whatever its label; undefined if there is none. */
export function decodePem(text: Uint8Array | string): Buffer | undefined {
  const [, , body] = BLOCK.exec(Buffer.from(text).toString('latin1')) ?? [];
  if (body === undefined) return undefined;
  const der = Buffer.from(body, 'base64');
  return der.length === 0 ? undefined : der;
}

export function encodePem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
