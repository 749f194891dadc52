// A thread of its own: moves what was written to a SQLite database from its log to its file. That waits for the disk, which the
// thread that answers people must not do. Ends with an error where the database cannot be opened a second time.
const { workerData } = require('node:worker_threads');

const { driver, filename, everyMs } = workerData;
const Database = require(driver);
const database = new Database(filename);

setInterval(() => {
  // Passive: neither readers nor the writer wait for it.
  database.pragma('wal_checkpoint(PASSIVE)');
}, everyMs);
