/* The store: what operators have done, on disk, so that nothing acknowledged is ever lost.
 *
 * This is the whole of what the rest of the engine knows of it. One file in SQLite stands behind it today; a server for
 * many machines will have to keep the same promises, which tests/store/ states as a suite that any store must pass:
 *
 * - A change is everything between store_begin and store_commit: all of it is there afterwards, or none. What was
 *   committed survives a kill and a power cut.
 * - An answer (OK, ABSENT, TAKEN) leaves the open change as it was: where a statement that was refused ends the whole
 *   transaction, each call that may answer TAKEN needs a savepoint of its own.
 * - One change at a time: store_begin takes the head and keeps it until the end. Order is the head's `seq`, counted up
 *   by one for every event without a gap, never the clock and never an isolation level.
 * - Events are appended, and nothing ever changes or removes one. Everything else (cases as last folded, what is due)
 *   can be made anew from them.
 * - Readers never hold a writer up for long: a list is read in pages of at most STORE_PAGE rows.
 *
 * The store knows rows, not SOPs: it folds nothing, decides nothing, checks no permission. Numbers that it gives (of
 * people, revisions, cases) begin at 1 and are never used again. Times are milliseconds since 1970-01-01T00:00Z. All
 * texts are UTF-8. What a call hands out lives in the arena that it was given. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"

struct store;

enum { STORE_PAGE = 1000, STORE_SALT = 16, STORE_PAYLOADS = 65536 /* of one event */ };

/* How a call ended. Not negative: an answer, and a change that is open stays as it was. Negative: a failure, with its
 * facts in store_why; the change that was open can only be given up. */
enum store_status {
    STORE_OK = 0,
    STORE_ABSENT, /* there is no such row, or no such file */
    STORE_TAKEN,  /* a name or key that is there already */
    STORE_MEMORY = -1,
    STORE_FULL = -2, /* the disk is */
    STORE_READ_ONLY = -3,
    STORE_BUSY = -4,    /* another process did not let go in time */
    STORE_FOREIGN = -5, /* another program's file, or no database at all */
    STORE_NEWER = -6,   /* made by a later version */
    STORE_NETWORK = -7, /* on a file system whose locks cannot be relied on */
    STORE_DAMAGED = -8,
    STORE_OLDER = -9,    /* made by an earlier version: STORE_WRITES carries it over */
    STORE_FAILED = -10,  /* the system said no: `code`, `system` */
    STORE_JOURNAL = -11, /* what belongs to another store lies beside the name of a new one, and would destroy it */
    STORE_BESIDE = -12,  /* what lies beside the file under a name that the store needs is no file */
    STORE_LINKED = -13,  /* the file has several names (hard links): a crash is mended under one of them alone */
};

/* Why the last call on this store, or the last open, did not end with OK. */
struct store_why {
    int code;         /* the store's own code; 0: none */
    int system;       /* an errno; 0: none */
    struct text path; /* of the file concerned; borrowed from the store or the caller */
};

/* --- the file --- */

enum store_mode {
    STORE_READS,   /* an existing store, never written */
    STORE_WRITES,  /* an existing store; an older version is carried over first, on a copy that then takes its place */
    STORE_CREATES, /* the same, made new where there is none */
};

/* Opens the store in that file. */
enum store_status store_open(struct store **store, const char *path, enum store_mode mode, struct store_why *why);
void store_close(struct store *store);
struct store_why store_why(const struct store *store);

/* --- a change --- */

/* The one row that orders everything. */
struct store_head {
    int64_t seq;                      /* of the last event; 0: none */
    int64_t at;                       /* when that was recorded */
    int64_t cases, people, revisions; /* numbers given so far */
};

/* Takes the head: until commit or give_up no other change begins, here or anywhere. Where commit fails the change is
 * there or it is not, whole: who needs to know closes, opens and looks. */
enum store_status store_begin(struct store *store, struct store_head *head);
enum store_status store_commit(struct store *store);
void store_give_up(struct store *store); /* also after a failure; harmless where no change is open */

/* Outside a change: as it is now. */
enum store_status store_head(struct store *store, struct store_head *head);

/* --- events --- */

/* Bytes that an event names by their salted digest alone, so that they can be erased and the event still holds. */
struct store_payload {
    int32_t kind; /* the caller's */
    unsigned char salt[STORE_SALT];
    struct text bytes; /* empty with `erased` */
    bool erased;
};

struct store_event {
    int64_t seq;        /* the head's plus one */
    int64_t case_id;    /* 0: of the store itself (people, revisions) */
    struct text leaf;   /* canonical bytes (store/leaf.h), which name that seq and case */
    struct digest hash; /* leaf_hash, as it is kept beside the leaf; store_append makes it, and reading compares it */
    const struct store_payload *payloads;
    size_t n_payloads;
};

/* Appends the event behind the head, recorded at `at`, which is not before the head's. */
enum store_status store_append(struct store *store, const struct store_event *event, int64_t at);

/* The next at most STORE_PAGE events behind `after` of one case (`case_id` at least 0) or of all (-1), in order; with
 * their payloads where `payloads`. */
struct store_events {
    const struct store_event *at;
    size_t n;
};
struct store_events_wanted {
    int64_t case_id, after;
    bool payloads;
};
enum store_status store_events(struct store *store, struct store_events_wanted wanted, struct store_events *events,
                               struct arena *arena);

/* One payload of an event, counted from 0, with its bytes. ABSENT: there is none. */
enum store_status store_payload(struct store *store, int64_t seq, size_t nth, struct store_payload *payload,
                                struct arena *arena);

/* Takes the bytes of an event's payload and their salt away; the digest stays in the leaf, and without the salt nobody
 * can try out what they were. With the commit no later read through the store gives them, and what this store keeps of
 * them is overwritten; what was backed up keeps them. ABSENT: no such payload. */
enum store_status store_erase(struct store *store, int64_t seq, size_t nth);

/* --- people and what they may do --- */

struct store_grant {
    struct text actor, region; /* keys */
};

struct store_person {
    int64_t id;
    struct text name;
    bool removed; /* was once here: the name is not given again */
    const struct store_grant *grants;
    size_t n_grants;
};

enum store_status store_person_add(struct store *store, struct text name, int64_t *id); /* TAKEN */
enum store_status store_person_remove(struct store *store, int64_t id);                 /* and all grants; ABSENT */
enum store_status store_grant_add(struct store *store, int64_t person,
                                  struct store_grant grant); /* ABSENT: removed or never there; TAKEN */
enum store_status store_grant_remove(struct store *store, int64_t person, struct store_grant grant); /* ABSENT */
enum store_status store_person(struct store *store, struct text name, struct store_person *person,
                               struct arena *arena); /* ABSENT */
enum store_status store_person_of(struct store *store, int64_t id, struct store_person *person, struct arena *arena);

struct store_people {
    const struct store_person *at;
    size_t n;
};
enum store_status store_people(struct store *store, int64_t after, struct store_people *people, struct arena *arena);

/* --- revisions: bundles of definition files --- */

struct store_file {
    struct text name, bytes; /* `kaltim/hilang.yaml`; the bytes are kept once, however many bundles hold them */
};

struct store_revision {
    int64_t id;
    struct text sop;
    struct digest digest; /* of the whole bundle */
    int64_t from;         /* new cases take it from then on */
    int64_t seq;          /* of the event by which it was published */
    const struct store_file *files;
    size_t n_files;
};

enum store_status store_revision_add(struct store *store, const struct store_revision *revision, int64_t *id);

/* One revision, with its files where `files`. */
enum store_status store_revision(struct store *store, int64_t id, bool files, struct store_revision *revision,
                                 struct arena *arena);

/* The revision of the SOP that a case takes which starts at `at`: of those whose `from` is not later the one whose
 * `from` is the latest, of several such the last published; without files. So what is published for a day to come is
 * not displaced by a correction of what is law until then. ABSENT: there is none. */
enum store_status store_revision_at(struct store *store, struct text sop, int64_t at, struct store_revision *revision,
                                    struct arena *arena);

struct store_revisions {
    const struct store_revision *at;
    size_t n;
};
/* Of one SOP, or of all where `sop` is empty; without files, behind number `after`, in the order in which they were
 * published. */
enum store_status store_revisions(struct store *store, struct text sop, int64_t after,
                                  struct store_revisions *revisions, struct arena *arena);

/* --- cases, as last folded --- */

/* What may have to be erased some day belongs in payloads alone: of keys, states and answers stale copies stay behind.
 */

struct store_due {
    struct text path;          /* `CALLSTEP/STEP` */
    struct text actor, region; /* who it is for, by key */
    int64_t since, until;      /* until: STORE_NO_TIME where nothing says */
};
#define STORE_NO_TIME INT64_MAX

struct store_case {
    int64_t id, revision;
    struct text sop, region, key; /* key: the applicant's own number for it, unique where not empty */
    int32_t status;               /* the caller's */
    int64_t version;              /* seq of its last event, from 1: who writes on must have read this */
    int64_t started, ended;       /* ended: STORE_NO_TIME while open */
    int64_t title_seq;            /* the event whose first payload is its title; 0: none */
    struct text state;            /* the caller's bytes */
    const struct store_due *due;
    size_t n_due;
};

/* Adds the case; its id is the head's `cases` plus one, and the next case's is one more. TAKEN: there is one of that
 * key. DAMAGED: its revision is not there, or its number is another's. */
enum store_status store_case_add(struct store *store, const struct store_case *row);

/* Writes the case anew, with all that is due, where its version still is `version`; else TAKEN. SOP, region, key and
 * beginning stay what they were. No two steps of a case that are due have the same path. */
enum store_status store_case_put(struct store *store, const struct store_case *row, int64_t version);

enum store_status store_case(struct store *store, int64_t id, struct store_case *row, struct arena *arena);
enum store_status store_case_by_key(struct store *store, struct text key, struct store_case *row, struct arena *arena);

struct store_cases {
    const struct store_case *at; /* without state and due */
    size_t n;
};
struct store_cases_wanted {
    int64_t after;      /* id */
    struct text region; /* empty: all */
    int32_t status;     /* -1: all */
};
enum store_status store_cases(struct store *store, struct store_cases_wanted wanted, struct store_cases *cases,
                              struct arena *arena);

/* --- the worklist --- */

struct store_task {
    int64_t case_id;
    struct text sop;
    struct store_due due;
};

struct store_tasks {
    const struct store_task *at;
    size_t n;
};

/* What is due for any of the grants, by `until`, then `since`, then case, then path by its bytes, at most STORE_PAGE;
 * each page costs the same however many cases there are. */
struct store_tasks_wanted {
    const struct store_grant *grants; /* n 0: for everybody */
    size_t n_grants;
    int64_t late_before;            /* only what was to be done before then; STORE_NO_TIME: all */
    const struct store_task *after; /* the last of the page before; NULL: the first page */
};
enum store_status store_tasks(struct store *store, const struct store_tasks_wanted *wanted, struct store_tasks *tasks,
                              struct arena *arena);

/* The actors and regions for which anything is due, each once, in the order of their bytes; costs as much as there are
 * of them, however much is due. */
struct store_duties {
    const struct store_grant *at;
    size_t n;
};
enum store_status store_duties(struct store *store, struct store_duties *duties, struct arena *arena);

/* --- retried commands --- */

/* What a command with a key was, and what came of it. */
struct store_request {
    struct text key;
    int64_t case_id;
    struct digest command; /* zeros: forgotten */
    struct text answer;    /* the caller's */
};

enum store_status store_request_add(struct store *store, const struct store_request *request); /* TAKEN */

/* Forgets what the commands of that case were: keys and answers stay. */
enum store_status store_requests_forget(struct store *store, int64_t case_id);
enum store_status store_request(struct store *store, struct text key, struct store_request *request,
                                struct arena *arena); /* ABSENT */

/* --- numbers of OS accounts --- */

/* The number of the account's name, given on first sight; only within a change. */
enum store_status store_account(struct store *store, struct text name, int64_t *id);
enum store_status store_account_of(struct store *store, int64_t id, struct text *name, struct arena *arena);

/* --- care --- */

/* A whole copy, checked after it was made, under a name that was not there before. TAKEN: it is. Where the system does
 * not let the copy be made there, store_why names `path` itself. */
enum store_status store_backup(struct store *store, const char *path);

/* What a doctor looks at. */
struct store_health {
    bool sound;             /* whole, and every row says what its digest says */
    struct text complaint;  /* what is not, where first */
    struct text settings;   /* a setting that was read back other than it was set; empty: none */
    struct texts leftovers; /* names beside it of copies that a kill left unfinished, or that are just being made */
    int64_t bytes, free_bytes;
    int64_t seq, at;
};
enum store_status store_examine(struct store *store, struct store_health *health, struct arena *arena);

#endif
