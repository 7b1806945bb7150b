/* B4: what is wrong with the times that a SOP states.
 *
 * Two waves. What is stated stands apart from every path and needs a SOP that was read and linked without an error.
 * Totals need the paths, too: they rely on a SOP and callees that were checked whole (check/check.h: CHECKED_ALL).
 *
 * Everything here is a pure function of definitions; nothing is printed, nothing is looked up. */
#ifndef TIME_FINDINGS_H
#define TIME_FINDINGS_H

#include "base/status.h"
#include "model/sop.h"

/* A SOP and where to put what is found. `arena` is the definition's own: texts of findings live in it. */
struct times {
    const struct sop *sop;
    struct arena *arena;
    struct findings *findings;
};

/* B403, B404, B406, B408. Only memory can fail. */
enum status times_check_stated(const struct times *t);

/* B401, B402, B405, B407. Only memory can fail. */
enum status times_check_totals(const struct times *t);

#endif
