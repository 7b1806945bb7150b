/* libbaku: SOPs as programs.
 *
 * A SOP of an Indonesian government office is a YAML file: who does what, with which documents, in how many minutes,
 * and what follows on Ya and on Tidak. This library reads such files, says what is wrong with them, and runs cases.
 *
 * Every call answers with one JSON document, and with one of the numbers below, which are the exit codes of the command
 * line. Nothing is printed, no argument is parsed, no global state is kept but OpenSSL's own. One handle is for one
 * thread at a time.
 *
 *     struct baku *baku;
 *     struct baku_answer answer;
 *     if (baku_open(&(struct baku_options){.sops = "sops"}, &baku) == BAKU_YES) {
 *         baku_check(baku, NULL, 0, NULL, &answer);
 *         puts(answer.json);
 *         baku_answer_release(&answer);
 *     }
 *     baku_close(baku);
 */
#ifndef BAKU_H
#define BAKU_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define BAKU_PUBLIC __attribute__((visibility("default")))
#else
#define BAKU_PUBLIC
#endif

/* How a call ended. */
enum baku_status {
    BAKU_YES = 0,      /* done; the answer is yes */
    BAKU_NO = 1,       /* done; the answer is no: an error is found, a claim is not true, a case was refused */
    BAKU_UNKNOWN = 2,  /* an operand names nothing that exists, or makes no sense */
    BAKU_FAILED = 3,   /* the world failed: a file, the disk, memory */
    BAKU_DENIED = 4,   /* not permitted: the user may not do that */
    BAKU_CONFLICT = 5, /* somebody was first, or the key was used for something else */
};

enum baku_lang { BAKU_ID, BAKU_EN };

/* The library's own state: what was read, kept for the handle's life. */
struct baku;

struct baku_options {
    const char *sops;    /* the folder of the regions; NULL: "sops" */
    enum baku_lang lang; /* of messages */
    int details;         /* not 0: answers hold besides what a person wants to read (excerpts, titles, reasons); such
                            members may change, those that a call's comment shows do not */
    const char *store;   /* the file that keeps the cases; NULL: "baku.db" */
};

/* What a call answers. `json` is one JSON document in UTF-8, NUL-terminated, owned by the answer: for YES and NO the
 * document that the call describes, otherwise {"error":{"message","help"}}. It is NULL only when there was no memory
 * even for that. */
struct baku_answer {
    char *json;
};

/* Opens a handle; nothing is read yet. FAILED (and *baku NULL) when memory is out. The options' strings must outlive
 * the handle. */
BAKU_PUBLIC enum baku_status baku_open(const struct baku_options *options, struct baku **baku);

/* Closes it and gives everything back. NULL is allowed. */
BAKU_PUBLIC void baku_close(struct baku *baku);

/* Gives back what an answer owns. */
BAKU_PUBLIC void baku_answer_release(struct baku_answer *answer);

/* "Did you mean": which of `n` known words a mistyped one is nearest to, or NULL when none is near. */
BAKU_PUBLIC const char *baku_nearest(const char *word, const char *const *known, size_t n);

/* "baku 0.1.0", a static string. */
BAKU_PUBLIC const char *baku_version(void);

#endif
