/** What the page and its worker call the same things. */

/** The cache of the last answers of the API. */
export const SEEN = "seen";
/** The header of a kept answer that says when it was given. */
export const AS_OF = "x-as-of";
/** What the page says to the worker: take over from the one before you. */
export const TAKE_OVER = "take over";
