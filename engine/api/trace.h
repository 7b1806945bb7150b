/* A played case as JSON: the answer of baku_run. */
#ifndef API_TRACE_H
#define API_TRACE_H

#include "api/answer.h"
#include "run/play.h"

/* The error that words what is wrong with a script. */
enum error trace_error(enum play_error_kind kind);

json_t *trace_json(struct report *report, const struct play *play, const struct baku *baku);

#endif
