import { connect } from 'node:net';
import { type ChannelCredentials, type ChannelOptions, Client, credentials, Metadata } from '@grpc/grpc-js';
import { textOf } from '../error-text.js';
import type { ServerConnection } from '../packages/connection-file.js';
import { GrpcTransport, rawMessage } from './grpc-transport.js';
import type { ShimTransport } from './transport.js';

/** Opens the stream to a chaincode that runs as a service elsewhere. @throws Error with Fabric's words */
export async function connectToServer(
  chaincodeId: string,
  connection: ServerConnection,
): Promise<ShimTransport> {
  const client = new Client(connection.address, credentialsOf(connection), optionsOf(connection));
  try {
    await dial(connection.address);
    await ready(client, connection.dialTimeoutMs);
  } catch (error) {
    client.close();
    const reason = textOf(error);
    throw new Error(
      `connection to ${chaincodeId} failed: error cannot create connection for ${chaincodeId}: error creating grpc connection to ${connection.address}: failed to create new connection: ${reason}`,
    );
  }
  const stream = client.makeBidiStreamRequest(
    '/protos.Chaincode/Connect',
    rawMessage.serialize,
    rawMessage.deserialize,
    new Metadata(),
  );
  return new GrpcTransport(stream, () => {
    stream.cancel();
    client.close();
  });
}

/**
 * A service that is not there is told at once, as a peer does; the gRPC client would keep trying until the time is up.
 * Any other trouble is left to the client.
 */
function dial(address: string): Promise<void> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED') {
        resolve();
        return;
      }
      reject(
        new Error(
          `connection error: desc = "transport: error while dialing: dial tcp ${address}: connect: connection refused"`,
        ),
      );
    });
  });
}

function ready(client: Client, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(new Date(Date.now() + timeoutMs), (error) => {
      if (error === undefined || error === null) {
        resolve();
      } else {
        reject(new Error('context deadline exceeded'));
      }
    });
  });
}

function credentialsOf({ tls }: ServerConnection): ChannelCredentials {
  if (tls === undefined) {
    return credentials.createInsecure();
  }
  return credentials.createSsl(
    Buffer.from(tls.rootCertificate),
    tls.client === undefined ? null : Buffer.from(tls.client.key),
    tls.client === undefined ? null : Buffer.from(tls.client.certificate),
  );
}

function optionsOf({ tls }: ServerConnection): ChannelOptions {
  const options: ChannelOptions = {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    // Each attempt has a connection of its own, so that a service that was restarted is seen at once.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1000,
  };
  if (tls?.client?.serverName !== undefined && tls.client.serverName !== '') {
    options['grpc.ssl_target_name_override'] = tls.client.serverName;
  }
  return options;
}
