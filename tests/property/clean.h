/* SOPs in which nothing is wrong, made by construction, with every construct of the language: into which faults are
 * planted (plant.h), and whose cases never meet a missing document.
 *
 * Documents and steps are numbers into the sheet's tables; all keys are written `d3`, `s7`. Each step takes what the
 * one before it handed over; each document has one maker. */
#ifndef PROPERTY_CLEAN_H
#define PROPERTY_CLEAN_H

#include "base/buf.h"
#include "property/draws.h"

enum {
    SHEET_STEPS = 48,
    SHEET_DOCUMENTS = 96,
    SHEET_LIST = 10,
    NOTHING = -1, /* no step, no document, no callee */
    THE_END = -2,
};

struct sheet_list {
    uint8_t n;
    int at[SHEET_LIST];
};

struct sheet_step {
    int actor; /* NOTHING for a parallel step */
    struct sheet_list inputs, outputs, tidak_outputs;
    int tidak, next, expired; /* a step, THE_END or NOTHING */
    int unless;
    int callees;                 /* a set: 1 layanan-a, 2 layanan-b; 0 none */
    int passed, brought;         /* documents, by `with` and `returns` */
    int branches;                /* of a parallel step, whose branches' steps follow it */
    int fork, branch;            /* the parallel step whose branch it stands in, and which; NOTHING */
    int minutes;                 /* its time; 0: it states none */
    const char *duration;        /* what it states instead, where not NULL */
    const char *key, *actor_key; /* instead of its own, where not NULL */
    const char *more;            /* further keys, as they are written: ", note: …" */
};

struct sheet_document {
    const char *key, *more; /* as above; more: "given: true" */
    bool given, runs_out;
};

enum sheet_field {
    FIELD_NUMBER,
    FIELD_CREATED,
    FIELD_REVISED,
    FIELD_EFFECTIVE,
    FIELD_APPROVED,
    FIELD_LEGAL,
    FIELD_QUALIFICATIONS,
    FIELD_RELATED,
    FIELD_EQUIPMENT,
    FIELD_WARNINGS,
    FIELD_RECORDS,
    FIELD_STATUS,
    FIELDS,
};

/* What a sheet claims beside the truth. */
struct sheet_claims {
    bool stated, low_end; /* low_end: the range's low end alone */
    int more;             /* minutes more than the steps add up to */
    int hundredths;       /* of an hour, more than the total */
    int below;            /* minutes by which the limit is below the total */
    const char *limit;    /* instead, where not NULL */
};

struct sheet {
    struct sheet_step steps[SHEET_STEPS];
    int n_steps;
    struct sheet_document documents[SHEET_DOCUMENTS];
    int n_documents;
    const char *fields[FIELDS]; /* of the title page, a line each; NULL: left out */
    const char *columns;        /* instead of those that act */
    const char *title, *more;   /* more: further keys of the SOP */
    struct sheet_claims claims;
    bool callee_wants_more; /* layanan-a needs a document that nobody mentions here */
};

void clean_sheet(struct sheet *sheet, struct draws *draws);

/* Inserts an empty step before step `at`, numbers adjusted; in the branch of the step that stood there, if in one. */
struct sheet_step *sheet_insert(struct sheet *sheet, int at);

/* A new document; its number. */
int sheet_document(struct sheet *sheet, const char *more);

void sheet_list_add(struct sheet_list *list, int document);

/* Minutes of the straight path: the least and the most. */
struct sheet_total {
    int least, most;
};
struct sheet_total sheet_straight(const struct sheet *sheet);

/* The sheet as a SOP's file; and the two SOPs that it may call. */
void sheet_write(struct buf *to, const struct sheet *sheet);
void sheet_write_callee(struct buf *to, const struct sheet *sheet, int number);

#endif
