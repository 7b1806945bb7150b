/* A SOP before it is text: what random_sop.h draws and sop_text.h writes down.
 *
 * A document is a number below KEYS, and has the same key in every SOP of a draft, so that equal keys meet across
 * calls: `d0` … are each SOP's own, `r0` … are the region's, which a SOP may declare anew. An item of the list of steps
 * is `s0` …; the steps of a parallel item's branches are `s3a`, `s3b` … */
#ifndef PROPERTY_DRAFT_H
#define PROPERTY_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

enum {
    OWN_KEYS = 12,
    REGION_KEYS = 4,
    KEYS = OWN_KEYS + REGION_KEYS,
    NO_KEY = 255,
    MOST_SOPS = 5,
    MOST_ITEMS = 8,
    MOST_BRANCHES = 4,
    MOST_IN_BRANCH = 3,
    MOST_PAIRS = 4,
};

/* A set of documents. */
typedef uint32_t keys;

/* Of regional documents. */
enum { KEY_GIVEN = OWN_KEYS, KEY_OPTIONAL, KEY_CSR, KEY_CERTIFICATE };

struct draft_duration {
    bool stated;
    uint8_t unit;     /* a row of units.def */
    uint8_t whole;    /* 1 and up */
    uint8_t fraction; /* none, a half, a quarter */
    uint8_t more;     /* a range: how much longer it may be; 0 is none */
    uint8_t spelling; /* of what may be written in several ways */
};

enum draft_given { DRAFT_MADE, DRAFT_GIVEN, DRAFT_OPTIONAL };
enum draft_type { DRAFT_TICK, DRAFT_TEXT, DRAFT_FILE, DRAFT_CSR, DRAFT_CERTIFICATE, DRAFT_CRL, DRAFT_TYPES };

struct draft_document {
    bool declared;
    enum draft_given given;
    bool result, secret;
    enum draft_type type;
    uint8_t detail;     /* of a text: 1 a pattern, 2 fields; of a file: 1 its media, 2 its size too */
    uint8_t issued_for; /* of a certificate: a csr of the same SOP, or NO_KEY */
    struct draft_duration valid_for;
};

/* Where a case goes: an item of the list, or one of these. */
enum { TO_NEXT = 254, TO_END = 255 };

struct draft_pair {
    uint8_t left, right;
};

enum draft_sort { DRAFT_PLAIN, DRAFT_DECIDES, DRAFT_CALLS, DRAFT_FORKS };

struct draft_step {
    enum draft_sort sort;
    uint8_t actor;
    keys inputs, outputs, tidak_outputs, waived;
    uint8_t next, tidak, expired; /* next: of a decision, its Ya; expired: TO_NEXT is none */
    uint8_t unless;               /* or NO_KEY */
    uint8_t callees;              /* a set of the draft's SOPs */
    bool full_names;              /* callees with their region */
    uint8_t n_with, n_returns;
    struct draft_pair with[MOST_PAIRS], returns[MOST_PAIRS];
    struct draft_duration duration;
    uint8_t activity; /* 1 a text, 2 a list of texts */
    bool note, source, inferred;
};

struct draft_item {
    struct draft_step step;
    uint8_t n_branches, in_branch[MOST_BRANCHES];
    struct draft_step branch[MOST_BRANCHES][MOST_IN_BRANCH];
};

enum draft_columns { COLUMNS_ABSENT, COLUMNS_LISTED, COLUMNS_MIXED, COLUMNS_OWN };

struct draft_sop {
    struct draft_document documents[KEYS];
    keys known; /* what the SOP declares or uses */
    keys made;  /* what is given to it or made by it */
    enum draft_columns columns;
    bool service, revision, source, identity, claims;
    struct draft_duration claim; /* the total; not stated: 20 minutes */
    uint8_t n_items;
    struct draft_item items[MOST_ITEMS];
};

/* The last SOP is the one whose cases are run; each calls none but those before it. */
struct draft {
    uint8_t day;   /* 0 unstated, 1 kerja, 2 kalender */
    bool week;     /* a work_week is stated */
    uint8_t zone;  /* a row of zones.def, from 1 */
    bool accepted; /* the region accepts a finding at `s1.d1` */
    uint8_t n_sops;
    struct draft_sop sops[MOST_SOPS];
};

#endif
