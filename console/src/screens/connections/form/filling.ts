/** A form that somebody fills in, as its fields see it. */

import type { Mistake, Place } from "../../../parts/form/place";
import type { Form, Schema } from "./schema";

export interface Filling {
  form: Form;
  mistake: Mistake | undefined; //: what the server complained of last
  change: (place: Place, value: unknown) => void; //: undefined takes away
}

/** A part of a form: a value somewhere in the document. */
export interface Part {
  filling: Filling;
  title: string; //: what people call it
  name: string; //: as the gate calls it; empty for the whole, and for items
  value: unknown;
  place: Place;
  required?: boolean;
  remove?: () => void;
}

/** A part, and what may stand in it. */
export type FieldOf = Omit<Part, "title"> & { schema: Schema };
