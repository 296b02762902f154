import type { Books } from '../oracle/books.js';

const OPENING_SECONDS = 9 * 3_600 + 30 * 60;
const DAY_SECONDS = 86_399;

/** The same zone, so many seconds later. */
export function later(initiatedAt: string, seconds: number): string {
  const utc = new Date(Date.parse(initiatedAt) + (seconds + 8 * 3_600) * 1_000).toISOString();
  return `${utc.slice(0, 19)}+08:00`;
}

/** A clock that begins each business day at half past nine, goes on when it is told to, and never back. */
export class Clock {
  readonly #books: Books;
  #seconds = OPENING_SECONDS;
  #date: string;

  constructor(books: Books) {
    this.#books = books;
    this.#date = books.date;
  }

  /** What it shows, on the business day or on another. */
  now(date?: string): string {
    this.#turnOver();
    const parts = [this.#seconds / 3_600, (this.#seconds / 60) % 60, this.#seconds % 60];
    const text = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
    return `${date ?? this.#date}T${text}+08:00`;
  }

  wait(seconds: number): void {
    this.#turnOver();
    this.#seconds = Math.min(this.#seconds + seconds, DAY_SECONDS);
  }

  /** The next weekday, which is a trading day all summer long. */
  nextDay(): string {
    const next = new Date(`${this.#books.date}T00:00:00Z`);
    do next.setUTCDate(next.getUTCDate() + 1);
    while (next.getUTCDay() === 0 || next.getUTCDay() === 6);
    return next.toISOString().slice(0, 10);
  }

  #turnOver(): void {
    if (this.#books.date === this.#date) return;
    this.#date = this.#books.date;
    this.#seconds = OPENING_SECONDS;
  }
}
