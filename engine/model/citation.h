/* Legal instruments as people cite them: "Peraturan Presiden No.95 Tahun 2018 tentang …", "PP 71/2019".
 *
 *     citation = [enumerator] kind ["Republik" "Indonesia" | "RI"] ["Nomor" | "No"] number ["Tahun"] year
 *                ["tentang" subject]
 *
 * Only the words count: case, punctuation, blanks and what stands between parentheses do not. The kind is one that the
 * instruments' file knows, under its name or an alias. */
#ifndef MODEL_CITATION_H
#define MODEL_CITATION_H

#include "model/legal.h"

struct citation {
    const struct legal_kind *kind;
    uint32_t number, year;
    struct text head;    /* as it is written, from the kind to the year */
    struct text subject; /* as it is written; empty: it states none */
};

/* The instrument that a text begins with; false where it begins with none of a known kind. */
bool citation_read(const struct legal *legal, struct text text, struct citation *citation);

/* Does the text name this instrument anywhere in its first thousand bytes? */
bool citation_is_in(const struct legal *legal, struct text text, const struct citation *wanted);

/* The instrument of the file that has this kind, number and year, or NULL. */
const struct instrument *citation_find(const struct legal *legal, const struct citation *citation);

/* Is it a subject of an act that amends another ("Perubahan atas …")? */
bool subject_amends(struct text subject);

/* Do two subjects mean the same matter? They do when they have the same words, or when the shorter has three or more
 * and lacks but the first or the last of the longer. */
bool subject_is_same(struct text left, struct text right);

/* Do they certainly mean different matters? They do when each has a word that says something, and none of the one
 * stands, whole or as its initials, in the other. */
bool subject_is_other(struct text left, struct text right);

#endif
