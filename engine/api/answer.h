/* Answers: JSON documents built with jansson, whose failures are sticky, and errors in words. */
#ifndef API_ANSWER_H
#define API_ANSWER_H

#include <jansson.h>

#include "api/library.h"
#include "baku_sop.h"
#include "model/duration.h"
#include "store/store.h"
#include "time/total.h"

struct baku {
    struct library library;
    const char *sops;
    enum lang lang;
    bool details;
    const char *store_path;
    struct store *store; /* open, or NULL */
    enum store_mode store_mode;
    bool store_is_copy; /* what is opened as the store is a backup that is to be put back */
    struct definition *definitions; /* that cases run, once loaded (api/definitions.h) */
};

enum error {
#define ERROR(name, m_id, m_en, h_id, h_en) ERROR_##name,
#include "api/errors.def"
#undef ERROR
};

/* What fills the holes of an error. */
struct error_facts {
    struct text name, near, other;
};

/* A document while it is built: once something could not be allocated `failed` stays set. */
struct report {
    bool failed;
};

/* Each takes over `value` and notes a failure; a NULL value is a failure. */
void put(struct report *report, json_t *object, const char *key, json_t *value);
void append(struct report *report, json_t *array, json_t *value);

/* Any text as JSON: bytes that are not UTF-8 are shown escaped. */
json_t *json_text(struct text text);

/* The same, or null where it is empty. */
json_t *json_text_or_null(struct text text);

/* A text of a stranger's with what cannot be seen in it escaped; or the words of a buffer, which is released. */
json_t *json_shown(struct report *report, struct text text);
json_t *json_buffer(struct report *report, struct buf *words);

json_t *json_texts(struct report *report, struct texts texts);

/* Seconds, whole ones as an integer. */
json_t *json_seconds(int64_t ms);

/* {"min_s","max_s"}, whole seconds as integers; null where none is stated or its unit is unknown. */
json_t *json_duration(struct report *report, struct duration duration);

/* The same of a total; null where it is not known. */
json_t *json_total(struct report *report, struct total total);

/* Ends a call: the document (taken over) as the answer, or the error of memory that is out. */
enum baku_status answer_with(struct baku *baku, struct baku_answer *answer, struct report *report, json_t *document,
                             enum baku_status status);

/* Takes an answer back, as the document that it was; NULL where memory is out. (jansson's reader would lose a character
 * without a word where memory fails for a moment: what was read is written again and compared.) */
json_t *answer_take(struct baku_answer *answer);

/* The sentence of an error, its holes filled. */
void error_message(struct buf *to, enum lang lang, enum error error, const struct error_facts *facts);

/* Ends a call with an error. */
enum baku_status answer_error(struct baku *baku, struct baku_answer *answer, enum baku_status status, enum error error,
                              struct error_facts facts);

/* Ends a call that the world failed: memory, or the library's last failure. */
enum baku_status answer_failure(struct baku *baku, struct baku_answer *answer, enum status status);

/* FAILED, answered, where the handle's folder of regions cannot be listed; YES otherwise. */
enum baku_status answer_if_no_folder(struct baku *baku, struct baku_answer *answer);

/* The SOP of that name in the handle's folder, loaded; NULL where there is none. WORLD when it cannot be read. */
enum status sop_of_name(struct baku *baku, struct text name, struct library_sop **sop);

/* UNKNOWN, answered: there is no SOP `facts.name`. The nearest one is added to the facts. */
enum baku_status answer_no_sop(struct baku *baku, struct baku_answer *answer, enum error absent,
                               struct error_facts facts);

/* Finds a SOP by its name in the handle's folder and loads it; YES, or the answer is given already: `absent` where
 * there is none. */
enum baku_status answer_sop(struct baku *baku, const char *name, enum error absent, struct library_sop **sop,
                            struct baku_answer *answer);

/* What looks like a SOP and is passed over, and why: a row of ignored.def. */
enum ignored_why {
#define IGNORED(name, id, en) IGNORED_##name,
#include "api/ignored.def"
#undef IGNORED
};

struct ignored {
    struct text path;
    enum ignored_why why;
};

/* The answer of a check (findings.c). `files` limits it to some files; NULL: all. */
struct check_scope {
    const bool *files; /* by number */
    bool strict;
    enum baku_findings_format format;
    bool accepted; /* a page shows what was accepted, too */
    const struct ignored *ignored;
    size_t n_ignored;
};
enum baku_status answer_findings(struct baku *baku, const struct check_scope *scope, struct baku_answer *answer);

const char *ignored_reason(enum ignored_why why, enum lang lang);

/* The same findings as a SARIF log (sarif.c) and as {"text"}, a page in Markdown (findings_md.c). They have been
 * sorted.
 */
json_t *sarif_document(struct report *report, struct baku *baku, const struct check_scope *scope);
json_t *findings_page(struct report *report, struct baku *baku, const struct check_scope *scope);

/* Where a SOP may not run because it, or one that it calls, has errors: answers with those findings (NO). YES: it may.
 */
enum baku_status answer_if_broken(struct baku *baku, struct library_sop *sop, struct baku_answer *answer);

#endif
