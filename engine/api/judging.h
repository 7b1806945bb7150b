/* A SOP judged whole: flow, hand-offs and title page (check/check.h), then time (time/findings.h), then waivers, which
 * are judged by all that was found. */
#ifndef API_JUDGING_H
#define API_JUDGING_H

#include "check/check.h"

/* Judges a SOP that was read and linked without an error and whose callees have been judged, and compiles its plan.
 * Only memory can fail. */
enum status judge_sop(struct checker *c, enum checked *checked);

#endif
