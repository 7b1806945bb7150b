/* B502: a legal basis that has been replaced, or whose number and year belong to another instrument.
 *
 * It judges the instrument that a basis begins with, and only what the instruments' file knows: what that does not
 * list is no finding. Of a basis whose number, year and kind are listed, the subject must not be a wholly other one. Of
 * one that is not listed, the subject may be that of a listed instrument of the same kind with the same number or the
 * same year, or of another kind with the same year: then one part of the citation is a slip. With neither in common it
 * may be an older or a newer one that the file does not know. An act that amends is never judged by its subject. */
#include "check/title.h"
#include "model/citation.h"

struct basis {
    const struct title *t;
    size_t nth; /* from 0 */
    struct text text;
    struct citation citation;
};

/* "Peraturan Presiden Nomor 95 Tahun 2018" */
static struct text name_of(const struct title *t, const struct instrument *instrument)
{
    struct buf name = BUF_INIT;
    buf_text(&name, instrument->kind);
    buf_string(&name, " Nomor ");
    buf_number(&name, instrument->number);
    buf_string(&name, " Tahun ");
    buf_number(&name, instrument->year);
    return title_kept(t, &name);
}

static struct finding *report(const struct basis *b, enum phrase want, struct text other)
{
    struct buf place = BUF_INIT;
    buf_string(&place, "identity.legal_basis.");
    buf_number(&place, (int64_t)b->nth + 1);
    struct text at = title_kept(b->t, &place);
    const struct span *spans = b->t->identity->legal_basis_spans;
    struct finding *finding = spans ? title_report(b->t, FINDING_B502, spans[b->nth], at) : NULL;
    if (finding) {
        finding->value = b->citation.head;
        finding->want = want;
        finding->other = other;
    }
    return finding;
}

/* --- replaced --- */

/* "has been replaced since 2019-10-10 by" */
static struct text replaced_since(const struct title *t, enum lang lang, calendar_date since)
{
    char date[CALENDAR_DATE_SIZE];
    struct buf words = BUF_INIT;
    buf_string(&words, phrase_in(PHRASE_LEGAL_SINCE, lang));
    buf_string(&words, calendar_write_date(since, date));
    buf_string(&words, phrase_in(PHRASE_LEGAL_BY, lang));
    return title_kept(t, &words);
}

/* The basis names the replacing one itself: it knows. */
static bool names_successor(const struct basis *b, struct text replaced_by)
{
    const struct legal *legal = b->t->c->legal;
    struct citation successor;
    return citation_read(legal, replaced_by, &successor) && citation_is_in(legal, b->text, &successor);
}

static void check_replaced(const struct basis *b, const struct instrument *instrument)
{
    if (!instrument->replaced_by.len || names_successor(b, instrument->replaced_by))
        return;
    struct finding *finding = report(b, PHRASE_LEGAL_REPLACED, instrument->replaced_by);
    if (!finding)
        return;
    finding->way = PHRASE_WAY_LEGAL_REPLACED;
    for (int lang = 0; lang < LANG_COUNT && instrument->since != CALENDAR_NO_DATE; lang++)
        finding->wants[lang] = replaced_since(b->t, (enum lang)lang, instrument->since);
}

/* --- the number of another --- */

/* The listed instrument that the subject is of, and that is cited with a slip: rather one in force. */
static const struct instrument *meant(const struct basis *b)
{
    const struct legal *legal = b->t->c->legal;
    const struct citation *c = &b->citation;
    const struct instrument *meant = NULL;
    for (size_t i = 0; i < legal->n; i++) {
        const struct instrument *other = &legal->at[i];
        bool kind = other->sort == c->kind;
        bool slip = other->year == c->year || (kind && other->number == c->number);
        if (slip && (!meant || meant->replaced_by.len) && subject_is_same(other->subject, c->subject))
            meant = other;
    }
    return meant;
}

/* What to cite for its matter today. */
static struct text cite(const struct basis *b, const struct instrument *instrument)
{
    return instrument->replaced_by.len ? instrument->replaced_by : name_of(b->t, instrument);
}

static void check_other_subject(const struct basis *b, const struct instrument *listed)
{
    const struct instrument *other = meant(b);
    struct finding *finding = report(b, PHRASE_LEGAL_OTHER_SUBJECT, listed->subject);
    if (finding && other)
        finding->near = cite(b, other);
}

static void check_slip(const struct basis *b)
{
    const struct instrument *other = meant(b);
    struct finding *finding = other ? report(b, PHRASE_LEGAL_OTHER_NUMBER, cite(b, other)) : NULL;
    if (finding)
        finding->way = PHRASE_WAY_LEGAL_NUMBER;
}

static void check_basis(const struct basis *b)
{
    const struct instrument *listed = citation_find(b->t->c->legal, &b->citation);
    bool by_subject = b->citation.subject.len && !subject_amends(b->citation.subject);
    if (!listed && by_subject)
        check_slip(b);
    else if (listed && by_subject && !subject_amends(listed->subject) &&
             subject_is_other(listed->subject, b->citation.subject))
        check_other_subject(b, listed);
    else if (listed)
        check_replaced(b, listed);
}

/* A title page has a dozen; of one with more than this the first are judged. */
enum { MOST_BASES = 500 };

void title_legal_bases(const struct title *t)
{
    struct texts bases = t->identity->legal_basis;
    for (size_t i = 0; title_is_own(t, TITLE_legal_basis) && i < bases.n && i < MOST_BASES; i++) {
        struct basis basis = {.t = t, .nth = i, .text = bases.at[i]};
        if (citation_read(t->c->legal, basis.text, &basis.citation))
            check_basis(&basis);
    }
}
