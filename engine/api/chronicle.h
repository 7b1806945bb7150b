/* A chronicle: what happened in one case, event by event, folded anew from the log. */
#ifndef API_CHRONICLE_H
#define API_CHRONICLE_H

#include "api/definitions.h"
#include "run/interpreter.h"
#include "store/leaf.h"

/* One event, with what it meant when it happened. */
struct told_event {
    struct leaf leaf;
    struct record record;
    uint32_t number;           /* among the events that are folded, from 1; 0: it is none of them */
    const struct sop *sop;     /* whose step it was; NULL where it has none */
    struct text path;          /* `STEP`, or `CALLSTEP/STEP`; empty where it has none */
    const struct sop *of;      /* whose documents it made, or of whose document it erased a content */
    struct documents made;     /* numbers of `of` */
    const struct sop *content; /* whose documents its contents are, and */
    struct text place;         /* where that SOP was called: what stands before a document's key and a slash */
    struct text by, account;   /* the names of the person, and of the OS account that it came from */
    struct text note, reason;  /* what was said with it, once read (chronicle_said) */
};

struct chronicle {
    struct told_event *at;
    size_t n;
    struct state state; /* as folded, in the desk's arena */
};

/* Folded from the revision that the case began by to the one of `definition`, by which it runs now. FAILED, answered,
 * where the log does not hold a case that can be folded so. */
enum baku_status chronicle_of(struct desk *desk, const struct definition *definition, const struct store_case *row,
                              struct chronicle *chronicle);

/* Folds the event of `told->record` into the state and fills in what it meant; all in `arena`. */
enum applied chronicle_fold(struct told_event *told, struct state *state, struct arena *arena);

/* The state goes on by that definition from `at` on; false where it cannot, or memory is out. */
bool chronicle_go_on(struct state *state, const struct definition *definition, int64_t at, struct arena *arena);

/* Reads what was said with the event. */
enum baku_status chronicle_said(struct desk *desk, struct told_event *told);

/* One event of a case by itself, not folded, with what was said with it. */
enum baku_status chronicle_read(struct desk *desk, int64_t case_id, int64_t seq, struct told_event *told);

/* The event of that number among those that are folded, or NULL. */
const struct told_event *chronicle_event(const struct chronicle *chronicle, uint32_t number);

/* The last event that moved the step of that path on, or NULL. */
const struct told_event *chronicle_mover(const struct chronicle *chronicle, struct text path);

/* Which of the event's contents is that of the document of that path; n_contents where none is. */
uint16_t chronicle_content(const struct told_event *told, struct text path);

/* Was that payload of the event erased since? */
bool chronicle_erased(const struct chronicle *chronicle, const struct told_event *told, size_t nth);

/* The path of the calls that the frame of that depth is inside, empty for the case's own; in `arena`. */
struct text chronicle_prefix(const struct state *state, uint16_t depth, struct arena *arena);

/* "completed" … as programs read it. */
const char *record_name(int64_t kind);

#endif
