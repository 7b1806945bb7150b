/* A desk: what every command over the store has in hand, from opening it to the answer.
 *
 * A call that says `enum baku_status` goes on with YES; with anything else the answer has been given. A change begins
 * with desk_begin and ends with desk_commit or desk_close: what was not committed is given up. */
#ifndef API_DESK_H
#define API_DESK_H

#include "api/answer.h"
#include "api/permit.h"
#include "model/record.h"
#include "store/leaf.h"
#include "store/store.h"

struct desk {
    struct baku *baku;
    struct baku_answer *answer;
    struct arena arena;         /* of this call */
    struct store *store;        /* the handle's */
    struct store_head head;     /* of the change, counted on with each event */
    struct store_person person; /* who asks */
    int64_t now;                /* when this is recorded: never before the last event */
    bool clock_behind;          /* the clock says that it is earlier */
    int64_t account;            /* the number of the OS account, and */
    struct text account_name;
    bool bad_revision;          /* the last failure was that of one revision's texts: all else goes on */
};

/* Opens the handle's store where it is not open yet. */
enum baku_status desk_open(struct desk *desk, struct baku *baku, enum store_mode mode, struct baku_answer *answer);

/* Ends the call: gives up what was not committed, gives back the memory. Returns `status`. */
enum baku_status desk_close(struct desk *desk, enum baku_status status);

/* Answers what the store says instead of OK; YES where it says OK. */
enum baku_status desk_check(struct desk *desk, enum store_status status);

/* The same of a row that another one names: where it is absent, the store is damaged. */
enum baku_status desk_found(struct desk *desk, enum store_status status);

/* Answers an error of errors.def. */
enum baku_status desk_error(struct desk *desk, enum baku_status status, enum error error, struct error_facts facts);
enum baku_status desk_memory(struct desk *desk);

/* FAILED, answered: the log of that case cannot be read back. */
enum baku_status desk_bad_log(struct desk *desk, int64_t case_id);

/* For what changes nothing: reads the head, and takes the time. */
enum baku_status desk_look(struct desk *desk);

/* Takes the head for a change, and the time. */
enum baku_status desk_begin(struct desk *desk);
enum baku_status desk_commit(struct desk *desk);

/* The same, with the document (taken over) as the answer: made before, so that nothing but the commit can fail, and
 * given after it. */
enum baku_status desk_commit_with(struct desk *desk, struct report *report, json_t *document);

/* The person of that name asks: DENIED where there is none, or it was removed. */
enum baku_status desk_person(struct desk *desk, const char *name);

/* DENIED, answered, unless the person is an administrator. */
enum baku_status desk_administrator(struct desk *desk);

/* Can the free text be kept and shown? Not one with characters that steer or hide, or above LIMIT TEXT_BYTES. */
bool desk_keeps(struct text text);

/* The same of a text that stands on one line. */
bool desk_keeps_line(struct text text);

/* UNKNOWN, answered, unless the free text, given by that option, can be kept and shown; a line, on one. */
enum baku_status desk_text(struct desk *desk, const char *text, const char *option);
enum baku_status desk_line(struct desk *desk, const char *text, const char *option);

/* A text that lives as long as the call; takes the buffer over. */
struct text desk_keep(struct desk *desk, struct buf *words);

/* What an event is, but for who and when it is recorded. */
struct entry {
    int64_t case_id;
    uint16_t actor; /* as a leaf has it: 0 none, else the actor's number plus one */
    int64_t occurred;
    const struct record *record;
    const struct text *payloads; /* in the order of model/record.h */
    struct leaf *leaf;           /* gets it, but for its facts; or NULL */
};

/* Appends the event; the head's `seq` is then its own. */
enum baku_status desk_append(struct desk *desk, const struct entry *entry);

/* What a payload's kind is: what was said (enum said), or a content. */
enum { PAYLOAD_CONTENT = 64 };

/* A lower-case hexadecimal digest. */
json_t *json_digest(const struct digest *digest);

/* `2026-11-23T08:08:00+08:00`, or null. */
json_t *json_moment_at(struct report *report, int64_t at, int32_t east);

/* The people behind those of the page, in its place; none: all were read. An empty page is followed by the first. */
enum baku_status desk_people(struct desk *desk, struct store_people *page);

/* The name of the person of that number, kept in the desk's arena; empty where there is none. */
enum baku_status desk_name_of(struct desk *desk, int64_t person, struct text *name);

/* The same of an OS account. */
enum baku_status desk_account_of(struct desk *desk, int64_t account, struct text *name);

/* What was said beside an event; empty where it was erased, or was never said. */
enum baku_status desk_said(struct desk *desk, int64_t seq, size_t nth, struct text *said);

#endif
