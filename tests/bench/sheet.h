/* SOPs of any length, as an author would write them: one document and one step after the other, each step needing what
 * the one before it made, every tenth a decision whose Tidak goes three steps back, and a claim that is the sum. */
#ifndef BENCH_SHEET_H
#define BENCH_SHEET_H

#include "base/buf.h"

/* The file of a SOP with that many steps and as many documents, for the region `kaltim`. */
void sheet_write(struct buf *to, int steps);

#endif
