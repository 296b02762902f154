import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { Client, credentials } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../src/assertions/failures.js';
import { type Endpoint, newConnection, ordererEndpoint, peerEndpoint } from '../src/clients/connections.js';
import { unary } from '../src/raw/calls.js';

const endpoints: readonly [string, () => Endpoint][] = [
  ['a peer', () => peerEndpoint('bank-a')],
  ['the orderer', ordererEndpoint],
];

/** Shakes hands as told, and answers the socket's protocol; rejects with what the other side or Node.js objects to. */
function handshake(endpoint: Endpoint, options: ConnectionOptions): Promise<string | null> {
  const [host, port] = endpoint.address.split(':');
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connectTls({
      host: host ?? '',
      port: Number(port),
      servername: host ?? '',
      ca: readFileSync(endpoint.rootCertificateFile),
      ALPNProtocols: ['h2'],
      ...options,
    });
    socket.once('secureConnect', () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

describe.each(endpoints)('the port of %s', (_name, endpoint) => {
  it('shakes hands by TLS 1.3 or 1.2, for HTTP/2', async () => {
    expect(await handshake(endpoint(), {})).toMatch(/^TLSv1\.[23]$/);
    expect(await handshake(endpoint(), { maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
  });

  it('refuses TLS 1.1', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect((await rejectionOf(handshake(endpoint(), old))).code).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  it('presents a certificate of the member’s authority for the name it is reached by', async () => {
    const stranger =
      endpoint().address === ordererEndpoint().address ? peerEndpoint('bank-a') : ordererEndpoint();
    const ca = readFileSync(stranger.rootCertificateFile);
    expect((await rejectionOf(handshake(endpoint(), { ca }))).code).toMatch(
      /^(UNABLE_TO_|SELF_SIGNED|CERT_)/,
    );
    expect((await rejectionOf(handshake(endpoint(), { servername: 'elsewhere.test' }))).code).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
  });

  it('answers plain text with nothing that could be read', async () => {
    const [host, port] = endpoint().address.split(':');
    const answer = await new Promise<Buffer>((resolve, reject) => {
      const parts: Buffer[] = [];
      const socket = connectTcp({ host: host ?? '', port: Number(port) }, () => {
        socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
      });
      socket.on('data', (part) => parts.push(part));
      socket.on('close', () => resolve(Buffer.concat(parts)));
      socket.on('error', reject);
    });
    expect(answer.includes('HTTP')).toBe(false);
    expect(answer.length).toBeLessThanOrEqual(7);
  });
});

describe('a gRPC client', () => {
  const call = (client: Client) =>
    unary(client, {
      method: '/gateway.Gateway/Evaluate',
      request: new gateway.EvaluateRequest(),
      serialize: (request) => request.serializeBinary(),
      deserialize: gateway.EvaluateResponse.deserializeBinary,
    });

  it('without TLS is not served', async () => {
    const client = new Client(peerEndpoint('bank-a').address, credentials.createInsecure());
    const error = await rejectionOf(call(client));
    client.close();
    expect(error.code).toBe(14);
  });

  it('that trusts another authority does not connect', async () => {
    const { address } = peerEndpoint('bank-a');
    const client = newConnection({ address, rootCertificateFile: ordererEndpoint().rootCertificateFile });
    const error = await rejectionOf(call(client));
    client.close();
    expect(error.code).toBe(14);
  });

  it('that asks nothing is told what is missing', async () => {
    const client = newConnection(peerEndpoint('bank-a'));
    const error = await rejectionOf(call(client));
    client.close();
    expect(error).toMatchObject({
      code: 3,
      message: '3 INVALID_ARGUMENT: failed to unpack transaction proposal: a signed proposal is required',
    });
  });

  it('that asks for an unknown service or method is told so', async () => {
    const client = newConnection(peerEndpoint('bank-a'));
    const unknown = (method: string) =>
      unary(client, {
        method,
        request: new gateway.EvaluateRequest(),
        serialize: (request) => request.serializeBinary(),
        deserialize: gateway.EvaluateResponse.deserializeBinary,
      });
    const service = await rejectionOf(unknown('/nosuch.Service/Call'));
    const method = await rejectionOf(unknown('/gateway.Gateway/Nosuch'));
    client.close();
    expect([service.code, method.code]).toEqual([12, 12]);
    expect([service.message, method.message]).toEqual([
      '12 UNIMPLEMENTED: unknown service nosuch.Service',
      '12 UNIMPLEMENTED: unknown method Nosuch for service gateway.Gateway',
    ]);
  });
});
