/* A scenario: what to answer while a case runs, and what must come of it (language: Scenarios). */
#ifndef MODEL_SCENARIO_H
#define MODEL_SCENARIO_H

#include "model/duration.h"
#include "model/event.h"

/* What is told for one step, by its path (`STEP`, or `CALLSTEP/STEP` inside a call). The first entry of a list is for
 * the first time that the step is due, and so on; after the last one the default holds again. */
struct told {
    struct text step;
    struct span span;
    const enum answer *answers; /* default: Ya */
    const struct text *choices; /* SOP names; default: the first of the call */
    uint32_t n;                 /* entries of the one list that is set, or how many times the step expires */
};

/* How many times a scenario may let one step's input run out. */
enum { SCENARIO_MOST_TIMES = 1000 };

struct tolds {
    const struct told *at;
    size_t n;
};

/* How a simulated case is to be run. `with` and `without` name documents: `DOC`, or `CALLSTEP/DOC` where a called SOP
 * asks for it. */
struct script {
    struct tolds answers, choices, expires;
    struct texts without, with;
};

struct expected_refusal {
    struct text step;
    struct texts missing;
    struct span span;
};

struct visits {
    struct text step;
    int64_t times;
    struct span span;
};

struct scenario {
    struct text title, sop;
    struct span title_span, sop_span;
    struct script script;
    bool expects_end, ends;
    struct duration elapsed; /* NONE: not expected */
    struct span ends_span, elapsed_span;
    struct text elapsed_text;
    const struct visits *visits;
    size_t n_visits;
    bool expects_documents;
    struct texts documents;
    struct span documents_span, refused_span;
    bool expects_refused;
    const struct expected_refusal *refused;
    size_t n_refused;
};

#endif
