/* The typed definition: what a SOP and its region say, names resolved to small numbers.
 *
 * Everything here is const once read and lives in the arena of its SOP or region. A number stands for the row of the
 * SOP's own table: a document 0 of one SOP has nothing to do with document 0 of another. Each thing that a finding may
 * point at keeps the span of bytes where it stands in its file. */
#ifndef MODEL_SOP_H
#define MODEL_SOP_H

#include "base/finding.h"
#include "base/map.h"
#include "model/duration.h"
#include "model/plan.h"

enum { NONE = 0xFFFF }; /* no step, no document, no actor */

struct lines {
    uint32_t from, to; /* both 0: not stated */
};

struct source {
    struct text file;
    struct lines lines;
};

struct approval {
    struct text position, name, nip;
    struct span nip_span;
};

/* The fields of the title page, in printed order. */
enum title_field {
#define TITLE_FIELD(key, printed) TITLE_##key,
#include "model/title_fields.def"
#undef TITLE_FIELD
    TITLE_FIELDS,
};

/* Where a field is written. */
struct stated {
    struct span span; /* of its value; end 0: it is not written at all */
    bool regional;    /* it comes from the region's file, and the span is one of that */
};

/* The title page (Permen PAN-RB 35/2012). Absent: empty, or CALENDAR_NO_DATE. */
struct identity {
    struct span span; /* of the key `identity`; end 0: the file has none */
    struct stated stated[TITLE_FIELDS];
    const struct span *legal_basis_spans, *related_spans; /* beside their texts */
    bool draft;
    struct text number;
    calendar_date created, revised, effective;
    struct approval approved_by;
    struct texts legal_basis, qualifications, related, equipment, warnings, records;
    struct texts langkah_awal, langkah_utama, langkah_akhir; /* worksheet */
};

struct actor {
    struct text key, title;
    struct span span;
    bool applicant;
    bool column; /* it has a column on the sheet */
};

enum given { GIVEN_NO, GIVEN_DEMANDED, GIVEN_OPTIONAL };

enum document_type { DOCUMENT_TICK, DOCUMENT_TEXT, DOCUMENT_FILE, DOCUMENT_CSR, DOCUMENT_CERTIFICATE, DOCUMENT_CRL };

struct field {
    struct text name, pattern;
};

struct fields {
    const struct field *at;
    size_t n;
};

struct document {
    struct text key, title;
    struct span span;
    bool regional; /* comes from the region's file */
    enum given given;
    bool result, secret;
    enum document_type type;
    struct texts media;
    int64_t max_size; /* bytes, 0: not stated */
    struct text pattern;
    struct fields fields;
    uint16_t issued_for; /* the csr, or NONE */
    struct duration valid_for;
};

/* A document named at some place. */
struct ref {
    uint16_t document;
    struct span span;
};

struct refs {
    const struct ref *at;
    size_t n;
};

/* Where a case goes: a step, or STEP_END. `stated` is false where the language's default applies. */
struct target {
    uint16_t step;
    bool stated;
    struct span span;
};

/* One row of `with` (callee document: caller document) or `returns` (caller document: callee document), as written. */
struct pair {
    struct text left, right;
    struct span span, right_span;
};

struct pairs {
    const struct pair *at;
    size_t n;
};

/* What crosses into one of the SOPs that a step may call, and back: (from, to) by number. */
struct passage {
    uint16_t from, to;
};

struct callee {
    struct text name; /* as written */
    struct span span;
    bool exists;                           /* there is such a SOP; set when linked, as `sop` and `file` are */
    uint32_t file;                         /* its file, where it exists */
    const struct sop *sop;                 /* NULL: there is none, or nothing of it could be read */
    const struct passage *passes, *brings; /* caller to callee; callee to caller */
    uint16_t n_passes, n_brings;
};

struct call {
    struct callee *callees;
    uint16_t n;
    struct pairs with, returns;
};

struct branch {
    uint16_t first, last; /* steps of one branch of `parallel`, in a row */
};

struct branches {
    const struct branch *at;
    uint16_t n;
};

struct step {
    struct text key;
    struct span span; /* of the key's value */
    uint16_t actor;   /* NONE for a parallel step */
    struct texts activity;
    struct refs inputs, outputs, tidak_outputs;
    struct duration duration;
    struct span duration_span;
    struct text duration_text; /* as it is written */
    struct text note;
    struct target next; /* without a decision */
    bool decides;
    struct text question;
    struct target ya, tidak;
    struct ref unless;     /* document NONE: none */
    struct target expired; /* step NONE: none */
    struct call call;      /* n 0: none */
    struct branches parallel;
    uint16_t inside; /* the parallel step whose branch this step stands in, or NONE */
    struct texts inferred;
    struct lines source;
};

struct claims {
    bool stated;
    struct span span;
    struct duration total, hours, limit;
    struct span total_span, hours_span, limit_span; /* of their values; end 0: not stated */
    struct text total_text, hours_text, limit_text; /* as they are written */
    struct text limit_basis;
};

/* A finding that the office knows and has accepted. */
struct waiver {
    enum finding_code code;
    struct text at, reason;
    struct span span;
    bool regional;
    bool effective; /* such a finding stands at that place (else B108): only then is a demand waived */
    bool of_output; /* what it accepts is an output of a call, no input of the same key */
};

struct waivers {
    struct waiver *at;
    size_t n;
};

struct region {
    struct text key; /* its folder's name */
    bool
        unreadable; /* its file, its actors or its documents could not be read: what its SOPs miss is not their fault */
    struct text name, agency, timezone;
    struct span start; /* of its first key; where what it lacks is reported */
    int32_t east;      /* minutes, or CALENDAR_NO_ZONE */
    struct days days;
    const struct period *periods; /* in their order; no two hold the same day */
    size_t n_periods;
    struct texts holidays;            /* names of files in `data/` of the folder of regions */
    const struct span *holiday_spans; /* beside them */
    const struct actor *actors;
    size_t n_actors;
    const struct document *documents;
    size_t n_documents;
    struct map actor_by_key, document_by_key;
    struct identity identity;
    struct waivers waivers;
};

struct ends;

struct sop {
    struct text name; /* `REGION/FILE` */
    uint32_t file;    /* the number of its file among those that were read */
    const struct region *region;
    struct text title, service;
    struct span title_span;
    uint32_t revision; /* 0: not stated */
    struct source source;
    struct identity identity; /* with the region's defaults filled in */
    struct actor *actors;     /* columns in printed order, then the others that act */
    uint16_t n_actors, n_columns;
    struct document *documents; /* its own in order, then the region's that it uses */
    uint16_t n_documents;
    struct step *steps; /* in the order of the list; a branch's steps follow their parallel step */
    uint16_t n_steps;
    struct claims claims;
    struct waivers waivers; /* its own, then the region's */
    struct map actor_by_key, document_by_key, step_by_key;
    struct map waived_by_place; /* waivers that take a demand away, as the plan was compiled */
    struct plan plan;           /* what the interpreter runs; filled when the SOP has no error */
    const struct ends *ends; /* what it hands back to a caller (check/ends.h); NULL until its hand-offs were judged */
};

/* Do these places name the document? */
bool refs_name(const struct refs *refs, uint16_t document);

/* Which branch of the parallel step that it stands in, from 0; NONE outside of any. */
uint16_t sop_branch(const struct sop *sop, uint16_t step);

/* The step, document or actor of that key, or NONE. */
uint16_t sop_step(const struct sop *sop, struct text key);
uint16_t sop_document(const struct sop *sop, struct text key);
uint16_t sop_actor(const struct sop *sop, struct text key);

/* Notes which waivers take a demand away: what the plan is compiled with. False: memory is out. */
bool sop_index_waivers(struct sop *sop, struct arena *arena);

/* The reason for which `STEP.DOCUMENT` is not demanded (an accepted B301, B302 or B309), or NULL. */
const struct waiver *sop_waived_input(const struct sop *sop, uint16_t step, uint16_t document);

/* The step that should have handed over `document` to `step`: the nearest above it in the list that makes it, else the
 * first that does; NONE where no step makes it (it is given, or nobody hands it over). */
uint16_t sop_maker(const struct sop *sop, uint16_t step, uint16_t document);

/* The caller's document that is passed as the callee's `theirs`; the callee's that comes back as the caller's `ours`;
 * or NONE. The call must be linked. */
uint16_t callee_passed(const struct callee *callee, uint16_t theirs);
uint16_t callee_source(const struct callee *callee, uint16_t ours);

/* Is the caller's document passed to any SOP that this step may call? */
bool call_passes(const struct call *call, uint16_t document);

/* Does the Tidak of this decision go back? It does when the all-Ya way from its target comes to the decision again, and
 * so to a step at or above it in the list. */
bool sop_goes_back(const struct sop *sop, uint16_t step);

#endif
