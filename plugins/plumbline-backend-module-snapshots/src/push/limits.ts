const MB = 1024 * 1024;

/** A snapshot, unpacked, unless the configuration says otherwise. It is stored, and read in parts, so that no memory holds it. */
export const DEFAULT_MAX_BYTES = 128 * MB;

/** Objects of a snapshot, unless the configuration says otherwise. */
export const DEFAULT_MAX_OBJECTS = 100_000;

/** A numbered part, unpacked. It is held in memory while it is read. */
export const MAX_PART_BYTES = 16 * MB;

/** What is stored as one part of a snapshot that comes in one piece. */
export const STORED_PART_BYTES = 4 * MB;

/** One object as text. The API server takes 1.5 MB; indented it is longer. */
export const MAX_OBJECT_CHARACTERS = 4 * MB;

/** How deep an object may nest. Kubernetes itself stops at a hundred or so. */
export const MAX_DEPTH = 200;

export const MAX_PARTS = 10_000;

/** What is told of a part that could not be read in full. */
export const MAX_SKIPPED = 20;

/** Kinds that could not be listed are told apart from that: each holds back its own objects alone. */
export const MAX_SKIPPED_KINDS = 200;

/** How far the clock of who pushes may be ahead. */
export const CLOCK_SKEW_MS = 5 * 60_000;

/** An upload that says nothing for so long may be replaced by another one. */
export const IDLE_MS = 2 * 60_000;

/** An upload that says nothing for so long is deleted. */
export const EXPIRE_MS = 60 * 60_000;

/** Snapshots of clusters that the configuration no longer has: another replica may still run with it. */
export const KEEP_UNKNOWN_MS = 14 * 24 * 60 * 60_000;
