/**
 * Values cross as JSON, so bytes are written as text, as `{"hex": …}`, or as `{"size": n}` for n bytes of `x`.
 */
function toBytes(value) {
  if (typeof value === 'string') {
    return Buffer.from(value);
  }
  return value.hex === undefined ? Buffer.alloc(value.size, 'x') : Buffer.from(value.hex, 'hex');
}

function toText(bytes) {
  return Buffer.from(bytes).toString('utf8');
}

function toHex(bytes) {
  return Buffer.from(bytes).toString('hex');
}

module.exports = { toBytes, toText, toHex };
