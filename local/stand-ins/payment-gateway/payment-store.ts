import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { dayOf, Payment } from './payment.ts';

/** First transaction number of a new gateway; the numbers only need to look like eight digits and never repeat. */
const FIRST_TRANSACTION_NO = 14_000_001;

const schema = `
CREATE TABLE IF NOT EXISTS payments (
  txn_ref TEXT NOT NULL, day TEXT NOT NULL, token TEXT NOT NULL UNIQUE, next_call_at REAL, payment TEXT NOT NULL,
  PRIMARY KEY (txn_ref, day)
);
CREATE INDEX IF NOT EXISTS payments_to_notify ON payments(next_call_at) WHERE next_call_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS numbers (number INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE IF NOT EXISTS requests (day TEXT NOT NULL, request_id TEXT NOT NULL, PRIMARY KEY (day, request_id));
`;

const paymentFrom = (row: Record<string, unknown> | undefined): Payment | undefined =>
  row && Payment.parse(JSON.parse(String(row['payment'])));

/** Payments, transaction numbers and request ids of the gateway, in one SQLite file that survives a kill. */
export class PaymentStore {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#database = new DatabaseSync(file);
    this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`);
    this.#database.prepare('INSERT OR IGNORE INTO numbers(number) VALUES (?)').run(FIRST_TRANSACTION_NO - 1);
  }

  byReference(txnRef: string, day: string): Payment | undefined {
    return paymentFrom(this.#database.prepare('SELECT payment FROM payments WHERE txn_ref = ? AND day = ?').get(txnRef, day));
  }

  byToken(token: string): Payment | undefined {
    return paymentFrom(this.#database.prepare('SELECT payment FROM payments WHERE token = ?').get(token));
  }

  add(payment: Payment): void {
    const statement = 'INSERT INTO payments(txn_ref, day, token, payment) VALUES (?, ?, ?, ?)';
    this.#database.prepare(statement).run(payment.txnRef, dayOf(payment), payment.token, JSON.stringify(payment));
  }

  /** Stores the payment's new state. */
  save(payment: Payment): void {
    const statement = 'UPDATE payments SET payment = ? WHERE txn_ref = ? AND day = ?';
    this.#database.prepare(statement).run(JSON.stringify(payment), payment.txnRef, dayOf(payment));
  }

  /** Stores the payment's new state and when the merchant is to be called next (epoch milliseconds; undefined: never). */
  saveWithCall(payment: Payment, nextCallAt: number | undefined): void {
    const statement = 'UPDATE payments SET payment = ?, next_call_at = ? WHERE txn_ref = ? AND day = ?';
    this.#database.prepare(statement).run(JSON.stringify(payment), nextCallAt ?? null, payment.txnRef, dayOf(payment));
  }

  /** Payments whose merchant is still to be called, with the time of that call. */
  waitingCalls(): { payment: Payment; at: number }[] {
    const rows = this.#database.prepare('SELECT payment, next_call_at FROM payments WHERE next_call_at IS NOT NULL').all();
    return rows.map((row) => ({ payment: Payment.parse(JSON.parse(String(row['payment']))), at: Number(row['next_call_at']) }));
  }

  /** A number that was never given before. */
  nextTransactionNo(): string {
    return String(this.#database.prepare('INSERT INTO numbers DEFAULT VALUES').run().lastInsertRowid);
  }

  /** Notes a request id of the merchant; false when it was used on that day before. */
  takeRequestId(day: string, requestId: string): boolean {
    return this.#database.prepare('INSERT OR IGNORE INTO requests(day, request_id) VALUES (?, ?)').run(day, requestId).changes === 1;
  }

  close(): void {
    this.#database.close();
  }
}
