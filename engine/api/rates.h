/* The rates of an audit as they are told: on the command line or in a file (include/baku_audit.h says how). */
#ifndef API_RATES_H
#define API_RATES_H

#include "api/answer.h"
#include "time/audit.h"

/* What is told of one step. */
struct rate_row {
    struct text place;           /* where it is told: `--rate`, or `FILE:LINE` */
    bool of_file;                /* the second */
    struct text sop;             /* as written; empty: any */
    struct library_sop *for_sop; /* the SOP of that name, once it was looked for */
    struct text step;
    double rate;
};

struct rates {
    double *at; /* at least one */
    size_t n;
    struct rate_row *rows;
    size_t n_rows, room_rows;
    size_t n_files; /* that were read */
};

/* A rate from 0 to 1: `0.1`, `0,1`, `10%`. */
enum rate_verdict { RATE_OK, RATE_NONE /* no number at all */, RATE_OUTSIDE, RATE_LONG /* too many digits */ };
enum rate_verdict rate_read(struct text text, double *rate);

/* Reads what is told, files too, into the library's arena. YES, or the answer is given. */
enum baku_status rates_read(struct baku *baku, const char *const *told, size_t n, struct rates *rates,
                            struct baku_answer *answer);

/* Looks for the SOPs and the steps that the rows name; a row that names no SOP, for its step in `sops`, which have no
 * errors. YES, or the answer is given. */
enum baku_status rates_judge(struct baku *baku, struct rates *rates, struct library_sop *const *sops, size_t n,
                             struct baku_answer *answer);

/* What is told of a SOP's steps, each once, in `arena`; NULL when memory is out. The rates have been judged. */
struct told_rate *rates_of(const struct rates *rates, const struct sop *sop, size_t *n, struct arena *arena);

/* Were files read, and does none of them say anything of a decision of this SOP? The rates have been judged. */
bool rates_are_silent(const struct rates *rates, const struct sop *sop, struct arena *scratch);

#endif
