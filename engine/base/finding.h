/* Findings: what an author has to mend, collected as facts and worded only when shown.
 *
 * Nobody below floor 4 prints one. A finding holds its code (a row of findings.def), its place in a file, the name
 * of the place that a waiver would use (`at`), and the facts that fill the row's holes. */
#ifndef BASE_FINDING_H
#define BASE_FINDING_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

enum lang { LANG_ID, LANG_EN, LANG_COUNT };

enum finding_code {
#define FINDING(code, ...) FINDING_##code,
#include "base/findings.def"
#undef FINDING
    FINDING_COUNT,
};

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

enum phrase {
    PHRASE_NONE,
#define PHRASE(name, id, en) PHRASE_##name,
#include "base/phrases.def"
#undef PHRASE
    PHRASE_COUNT,
};

enum limit {
#define LIMIT(name, value, id, en) LIMIT_##name,
#include "base/limits.def"
#undef LIMIT
    LIMIT_COUNT,
};

/* The values of the limits table as constants: MAX_STEPS and so on. */
enum {
#define LIMIT(name, value, id, en) MAX_##name = (value),
#include "base/limits.def"
#undef LIMIT
};

/* Bytes of a file, from `start` up to before `end`. */
struct span {
    uint32_t start, end;
};

/* A row of findings.def. */
struct finding_row {
    const char *code;
    enum severity severity;
    bool acceptable;
    const char *meaning[LANG_COUNT], *why[LANG_COUNT], *message[LANG_COUNT], *help[LANG_COUNT];
};

/* How a case left a step on the way that shows a finding. */
enum leaving { LEFT_DONE, LEFT_TIDAK, LEFT_EXPIRED, LEFT_SKIPPED, LEFT_CALLED };

/* One step of that way. */
struct waypoint {
    struct text step; /* its key; `CALLSTEP/KEY` inside a call */
    uint32_t number;  /* its place in the list of its own SOP, from 1 */
    enum leaving left;
    struct text called; /* LEFT_CALLED: the SOP, where the step has a choice; else empty */
    uint32_t file;      /* where the step stands */
    struct span span;
    bool decides; /* LEFT_DONE was its answer Ya */
};

struct path {
    const struct waypoint *at;
    size_t n;
};

struct finding {
    enum finding_code code;
    uint32_t file; /* an index that its collector knows */
    uint32_t rank; /* of the file among the others, for sorting; set by who sorts */
    struct span span;
    struct text sop; /* the SOP's name, empty for a region's own findings */
    struct text at;  /* the place as a waiver names it, empty where there is none */
    struct text name, value, other, near;
    enum phrase want;
    enum phrase way;               /* a way out that fits better than the row's; NONE: the row's */
    struct text wants[LANG_COUNT]; /* used instead of `want` where set: borrowed words of a library */
    enum limit limit;
    bool is_limit;      /* `limit` is set: it fills {limit} and {want} */
    struct span first;  /* the other place in the same file, for {line}; end 0: none */
    enum phrase note;   /* what is said of that place in a note of its own; NONE: no note */
    struct path path;   /* the shortest way that shows it; n 0: none */
    bool accepted;      /* a waiver names it: kept and shown, no longer counted */
    struct text reason; /* of the waiver */
};

/* A list of findings in an arena, in the order in which they were found. */
struct findings {
    struct arena *arena;
    struct finding *at;
    size_t n, capacity;
    uint32_t file;  /* of the last one, and */
    size_t of_file; /* how many that file has */
};

const struct finding_row *finding_row(enum finding_code code);

/* The code that is written `B006`, or -1. */
int finding_code_find(struct text code);

/* "error", "warning", "note": as programs read it. */
const char *severity_name(enum severity severity);

const char *phrase_in(enum phrase phrase, enum lang lang);
const char *limit_noun(enum limit limit, enum lang lang);
int64_t limit_value(enum limit limit);

/* A copy of `finding` behind the others, valid until the next add; texts are borrowed. NULL when memory is out, which
 * the arena shows, and beyond LIMIT FINDINGS of one file, which a B003 of its own says once. */
struct finding *findings_add(struct findings *findings, struct finding finding);

/* Has the file all the findings that it may have? Then looking for more is in vain. */
bool findings_are_full(struct findings *findings, uint32_t file);

/* How many findings of severity error that are not accepted stand at index `from` and behind it. */
size_t findings_errors(const struct findings *findings, size_t from);

/* Sorts by rank of the file, place, code; stable. False when memory is out. */
bool findings_sort(struct findings *findings, struct arena *scratch);

/* Writes the message, or the way out with "did you mean" before it. `line` fills {line}. */
void finding_message(struct buf *to, const struct finding *finding, enum lang lang, size_t line);
void finding_help(struct buf *to, const struct finding *finding, enum lang lang, size_t line);

/* What is said of the other place (`first`), which has a note of its own; nothing where `note` is NONE. */
void finding_note(struct buf *to, const struct finding *finding, enum lang lang, size_t line);

#endif
