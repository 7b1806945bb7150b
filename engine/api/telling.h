/* What is said of findings, whatever the format: one after the other in the order of the files and of their lines, each
 * with its places and sentences; and what was not looked for. JSON, SARIF and Markdown are written from here. */
#ifndef API_TELLING_H
#define API_TELLING_H

#include "api/answer.h"
#include "base/place.h"

/* Findings in the order in which they are told. The cursors stand at the last one's place. */
struct telling {
    const struct baku *baku;
    const struct check_scope *scope;
    size_t next;
    uint32_t file;
    struct place_cursor cursor, first; /* of the findings; of the other places that they name */
    struct place_cursor **steps;       /* of the steps on their ways, by file and number, once they were looked for */
};

/* One of them. */
struct told_finding {
    const struct finding *finding;
    const struct finding_row *row;
    const struct library_file *file;
    struct place place, first; /* first.line 0: it names no other place */
};

struct findings_counts {
    size_t severity[3]; /* those that are not accepted */
    size_t accepted, files;
};

/* Findings are told file by file, files by their paths. False when memory is out. */
bool telling_sort(struct library *library);

struct telling telling_of(const struct baku *baku, const struct check_scope *scope);

/* The next finding in the scope; false behind the last. */
bool telling_next(struct telling *telling, struct told_finding *told);

/* A cursor at the place of a step on a finding's way: found once for all ways that it is on. */
struct place_cursor telling_step(struct telling *telling, struct arena *arena, const struct waypoint *at);

struct findings_counts telling_counts(const struct baku *baku, const struct check_scope *scope);

bool scope_has(const struct check_scope *scope, uint32_t file);

/* The sentences of a finding; nothing where it has no note. */
void told_message(struct buf *to, const struct told_finding *told, enum lang lang);
void told_help(struct buf *to, const struct told_finding *told, enum lang lang);
void told_note(struct buf *to, const struct told_finding *told, enum lang lang);

/* How a step was left, as programs and as people read it: `tidak`, a called SOP's name; empty where it was just done.
 */
struct text waypoint_mark(const struct waypoint *at);
struct text waypoint_word(const struct waypoint *at, enum lang lang);

/* `2 periksa [Tidak]` */
void waypoint_shown(struct buf *to, const struct waypoint *at, enum lang lang);

/* The SOP that was read from that file, or NULL. */
const struct library_sop *telling_sop(const struct library *library, uint32_t file);

/* What was not looked for in a SOP; `families` empty: all was. */
struct unchecked {
    const char *families, *reason[LANG_COUNT];
};
const struct unchecked *unchecked_of(const struct library_sop *sop);

/* "Diperiksa: bentuk (B0), nama (B1), …." */
void checked_words(struct buf *to, enum lang lang);

/* "galat", "error": as people read it. */
const char *severity_word(enum severity severity, enum lang lang);

/* `kaltim/hilang: B3 belum diperiksa, karena …`, its name escaped. */
void unchecked_words(struct buf *to, const struct library_sop *sop, enum lang lang);

/* The library's SOPs in the order of their files, or NULL when memory is out. telling_sort() has been called. */
const struct library_sop **telling_sops(struct library *library);

#endif
