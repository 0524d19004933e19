/** An outcome that begins so was a refusal; its code follows. */
export const REFUSED = "refused:";
