/* How a finding about time is reported, and its amounts as words. */
#ifndef TIME_REPORT_H
#define TIME_REPORT_H

#include "time/findings.h"

/* A finding, to be completed by the caller; NULL when memory is out (the arena says so) or the file is full of them. */
struct finding *times_report(const struct times *t, enum finding_code code, struct span span, struct text at);

/* What was written, in the definition's arena; `words` is released. Empty when memory is out. */
struct text times_kept(const struct times *t, struct buf *words);

bool times_are_out(const struct times *t);

#endif
