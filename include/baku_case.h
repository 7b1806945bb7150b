/* Cases that last: who may act, what was done, what is due. All of it is kept in one store, a file.
 *
 * A call that changes something answers after it was committed: what was answered is never lost, and of what was not
 * answered nothing is there or all of it. Every call takes the store of the handle (baku_options.store). Times are
 * written in ISO 8601 with the offset of the case's region.
 *
 * Who does something is named by `as`. Nobody may do anything but what a user was added for: a step is completed by
 * whoever may act as its actor in its region; a case is started, and documents are handed over late, by whoever may act
 * as any actor of its SOP there; users are added and removed, and cases cancelled, moved and erased from, by an
 * `administrator`. The first user of an empty store is its administrator. DENIED is the answer to everybody else.
 * Looking is open to all who can read the file. */
#ifndef BAKU_CASE_H
#define BAKU_CASE_H

#include "baku.h"

/* --- users --- */

struct baku_user {
    const char *name;
    const char *actor, *region; /* what the user may act as, and where; for `administrator` without a region */
    const char *as;             /* who asks; of an empty store's first user it may be NULL */
};

/* Adds a user, or one more thing that a known one may act as. Makes the store where there is none yet, for its first
 * user ("first").
 *
 *     {"user","actor","region","administrator","first","warning","seq"}
 *
 * "warning" says that no published SOP knows the region, or the actor in it; null where one does, or none is published.
 */
BAKU_PUBLIC enum baku_status baku_user_add(struct baku *baku, const struct baku_user *user, struct baku_answer *answer);

/* The user may not act as that actor there any more; without an actor the user may do nothing any more, and the name is
 * not given again.
 *
 *     {"user","actor","region","waiting":[{"actor","region","case","step"}],"seq"}
 *
 * "waiting": what nobody may do any more though it is due, the first step of each actor. */
BAKU_PUBLIC enum baku_status baku_user_remove(struct baku *baku, const struct baku_user *user,
                                              struct baku_answer *answer);

/* {"items":[{"user","removed","grants":[{"actor","region"}]}]}; region null: everywhere */
BAKU_PUBLIC enum baku_status baku_user_list(struct baku *baku, struct baku_answer *answer);

/* --- what is done with a case --- */

/* One document that is handed over: a tick, or a content. */
struct baku_handed {
    const char *document;
    const char *text; /* its content, or NULL */
    const char *file; /* the path of the file that is its content, or NULL */
};

enum baku_given_answer { BAKU_ANSWER_NONE, BAKU_ANSWER_YA, BAKU_ANSWER_TIDAK };

/* Everything may be left zero but `as`. */
struct baku_deed {
    const char *as;
    const char *at;   /* when it really was, not later than now; a time without offset is the region's; NULL: now */
    const char *key;  /* the same key and the same deed get the answer that they got at first; another deed: CONFLICT */
    const char *note; /* free text, kept beside the event */
    const struct baku_handed *documents;
    size_t n_documents;
    const char *title;             /* start: what people call the case */
    enum baku_given_answer answer; /* do */
    const char *choose;            /* do: which SOP a call step enters */
    const char *reason;            /* cancel: why */
};

/* All five change a case and answer
 *
 *     {"case","seq","state":"open|ended|cancelled","events":[…],"due":[{"step","actor","region","since","until"}],
 *     "refusal":null|{"kind","step","actor","message","missing":[{"document","from_step","from_actor","given","with",
 *     "valid_until"}],"choices":[…],"first_by","first_at"}}
 *
 * "with" is the deed that helps: "start" or "do" with the document (of a called SOP when it is entered), "give",
 * "expire" where what has run out sends the case back, or null; "valid_until" is when it ran out, or null; "choices" are
 * the SOPs of which one is to be chosen.
 *
 * "events" are those that were recorded, as baku_case_history() shows them; "case" is null where none was begun. NO: it
 * was refused and nothing has changed. DENIED: the user may not. CONFLICT: somebody was first, as the refusal says, or
 * the key was used for another deed. UNKNOWN: there is no such case, step, document or SOP.
 *
 * `id` is a case's number, or the key under which it was imported. A step inside a call is `CALLSTEP/STEP`, a document
 * of a called SOP `CALLSTEP/DOCUMENT`. */
BAKU_PUBLIC enum baku_status baku_case_start(struct baku *baku, const char *sop, const struct baku_deed *deed,
                                             struct baku_answer *answer);
BAKU_PUBLIC enum baku_status baku_case_do(struct baku *baku, const char *id, const char *step,
                                          const struct baku_deed *deed, struct baku_answer *answer);
BAKU_PUBLIC enum baku_status baku_case_give(struct baku *baku, const char *id, const struct baku_deed *deed,
                                            struct baku_answer *answer);
BAKU_PUBLIC enum baku_status baku_case_expire(struct baku *baku, const char *id, const char *step,
                                              const struct baku_deed *deed, struct baku_answer *answer);
BAKU_PUBLIC enum baku_status baku_case_cancel(struct baku *baku, const char *id, const struct baku_deed *deed,
                                              struct baku_answer *answer);

/* --- other revisions, and what is erased --- */

struct baku_moving {
    const char *as;
    const char *to;     /* the number of the revision to go on by */
    const char *reason; /* kept beside the event; NULL: none */
    int dry_run;        /* only say what would be: nothing is changed */
};

/* An open case goes on by another revision of its SOP, one that is law now or was before. It can where every step that is
 * due, every document in hand and every call that it is inside has its counterpart there: the same key at the same place.
 * The answer is that of a deed and
 *
 *     {"from","to","dry_run","obstacles":[{"kind":"step|document|call|branch","name","message"}],
 *     "to_bring":[{"document","title"}]}
 *
 * "due" is what is due then, each with "missing" and "run_out" as in baku_case_show(); "to_bring" is what a later step
 * demands from outside and is not in hand. NO: it was refused and nothing has changed;
 * where "refusal" is of kind "not-movable", "obstacles" says why. */
BAKU_PUBLIC enum baku_status baku_case_move(struct baku *baku, const char *id, const struct baku_moving *moving,
                                            struct baku_answer *answer);

struct baku_erasing {
    const char *as;
    const char *document; /* `DOCUMENT`, or `CALLSTEP/DOCUMENT` */
    int texts;            /* not a document, but the title, all notes and all reasons */
    const char *reason;   /* it must be given; itself it stays */
};

/* Erases the contents of a document, of all its versions, in an open case or one that is over; or what was said in it.
 * The digests stay in the log, so that all that was proved still holds; their salts go, so that nobody can try out what
 * it was. Backups keep the bytes. The answer is that of a deed and
 *
 *     {"document","erased"}
 *
 * NO: all of it was erased before. UNKNOWN: there is no such content, or no text. */
BAKU_PUBLIC enum baku_status baku_case_erase(struct baku *baku, const char *id, const struct baku_erasing *erasing,
                                             struct baku_answer *answer);

/* What was handed over, byte for byte. */
struct baku_content {
    void *bytes; /* of its own, ended by baku_content_release; NULL where there are none */
    size_t size;
};

/* The content of a document (`DOCUMENT`, or `CALLSTEP/DOCUMENT`), as the event `seq` has it (NULL: the last that has
 * one), compared with the digest in the log.
 *
 *     {"case","document","title","seq","at","by","file","size","digest","erased","text"}
 *
 * "text": the content itself where it is a text that can be shown, else null. NO: it was erased. UNKNOWN: the document
 * has no content, or the event none of it. FAILED: the bytes are not those that were handed over. */
BAKU_PUBLIC enum baku_status baku_case_get(struct baku *baku, const char *id, const char *document, const char *seq,
                                           struct baku_content *content, struct baku_answer *answer);
BAKU_PUBLIC void baku_content_release(struct baku_content *content);

/* Starts a case for each row of a CSV file whose first line names the columns: `key`, `sop`, `title`, then documents. A
 * cell of a document is empty (not brought), `x` (a tick), `@FILE` (below the folder of the CSV file), or its text. A key is not digits alone, which would
 * be a case's number. A bad row is told and stops no other; a key that was imported before starts nothing again, and is
 * bad where its case has another SOP or title than the row; so is one that stands on an earlier line.
 *
 *     {"started","known","bad","untold","items":[{"line","key","case","known","refusal":null|{…},"message","help"}]}
 *
 * "untold": how many of the bad rows are not among the items, of which at most LIMIT IMPORT_BAD are bad. NO where a row
 * was bad. UNKNOWN, and nothing starts, where the first line lacks a column that is needed, or a column
 * holds something that no SOP of the file takes. */
BAKU_PUBLIC enum baku_status baku_case_import(struct baku *baku, const char *file, const struct baku_deed *deed,
                                              struct baku_answer *answer);

/* --- looking --- */

/* {"case","key","sop","revision","region","title","state":"open|ended|cancelled",
 *  "due":[{"step","actor","since","until","missing":[…],"run_out":[…]}],
 *  "documents":[{"document","version","by","step","at","digest","size","erased","valid_until","run_out"}],"moves":[…],
 *  "started","ended","zone","working_s","cancelled_by","reason"}
 *
 * "missing" and "run_out" are as a refusal tells them; "moves" are the events that moved it to another revision.
 * "until" is "since" and the step's duration on the region's calendar; null where nothing says. "zone" is what people
 * call the zone of the times, as WITA; "reason" why the case was cancelled; null where it was not. */
BAKU_PUBLIC enum baku_status baku_case_show(struct baku *baku, const char *id, struct baku_answer *answer);

/* {"zone","events":[{"seq","kind","at","occurred","by","account","step","answer","revision","documents"}]}; "by": who it
 * was said to be, and "account" the one of the system that it came from; "revision": the one that a case moved to;
 * "documents": what was handed over, or whose content was erased */
BAKU_PUBLIC enum baku_status baku_case_history(struct baku *baku, const char *id, struct baku_answer *answer);

/* What is wanted of a list; everything may be left zero. A list has at most `most` items (0: 50); "next" of one answer
 * is `after` of the next page, null behind the last. UNKNOWN where nothing is found of an actor or a region that no
 * published SOP and no user has, or of a SOP or revision that was never published. */
struct baku_wanted {
    const char *as, *actor, *region; /* worklist: what is due for that user, that actor, in that region; list: region */
    int late;                        /* worklist: only what should have been done by now */
    const char *state;               /* list: "open", "ended", "cancelled", or in Indonesian; NULL: all */
    const char *sop, *revision;      /* list: only cases of that SOP, of the revision of that number */
    const char *after;
    size_t most;
};

/* {"items":[{"case","sop","revision","region","key","title","state","started","ended","zone"}],"next"} */
BAKU_PUBLIC enum baku_status baku_case_list(struct baku *baku, const struct baku_wanted *wanted,
                                            struct baku_answer *answer);

/* {"items":[{"case","key","sop","title","step","actor","region","since","until","zone","late"}],"next"}: late ones
 * first, then by "until". */
BAKU_PUBLIC enum baku_status baku_worklist(struct baku *baku, const struct baku_wanted *wanted,
                                           struct baku_answer *answer);

/* --- care --- */

/* A whole copy of the store in a new file, checked after it was made. {"file","events"} */
BAKU_PUBLIC enum baku_status baku_backup(struct baku *baku, const char *file, struct baku_answer *answer);

/* Makes the store of a copy; where a store is there already, or the journal of one, nothing is done.
 * {"file","events"} */
BAKU_PUBLIC enum baku_status baku_restore(struct baku *baku, const char *file, struct baku_answer *answer);

/* {"store","sound","events","at","bytes","free_bytes","problems":[…]}; NO where something is wrong */
BAKU_PUBLIC enum baku_status baku_doctor(struct baku *baku, struct baku_answer *answer);

#endif
