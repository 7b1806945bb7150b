/* A title page that is being judged: a SOP's, or what a region states for all its SOPs.
 *
 * What the region states is judged once, at the region's file, and not again in each SOP that takes it over. Both have
 * the same places: `identity.FIELD`, `identity.legal_basis.N`, `documents.KEY`. */
#ifndef CHECK_TITLE_H
#define CHECK_TITLE_H

#include "check/check.h"

struct title {
    const struct checker *c;
    const struct identity *identity;
    const struct region *region;
    const struct sop *sop; /* NULL: the region's own page */
    uint32_t file;
    struct span lacking; /* where what is missing is reported */
};

/* A finding, to be completed by the caller; NULL when memory is out or the file is full of findings. */
struct finding *title_report(const struct title *t, enum finding_code code, struct span span, struct text at);

/* Is the field written in the very file that is being judged? */
bool title_is_own(const struct title *t, enum title_field field);

/* The key of a field, its place `identity.KEY`, and "Nomor SOP (`number`)". */
struct text title_key(enum title_field field);
struct text title_place(const struct title *t, enum title_field field);
struct text title_printed(const struct title *t, enum title_field field);

/* Where the field is written, or would be. */
struct span title_span(const struct title *t, enum title_field field);

/* What was written, in the checker's arena; empty when memory is out, which the arena shows. Releases `buf`. */
struct text title_kept(const struct title *t, struct buf *buf);

/* B502 (legal_basis.c), B505 (related.c), B508 (secrets.c) of documents that stand in the file being judged. */
void title_legal_bases(const struct title *t);
void title_related(const struct title *t);
void title_secrets(const struct title *t, const struct document *at, size_t n);

/* Does any step call a SOP? */
bool title_calls(const struct title *t);

/* "`pencabutan`, `penerbitan-lock`": the called SOPs that `related` does not name, or empty. */
struct text title_unrelated(const struct title *t);

#endif
