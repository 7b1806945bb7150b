/* The title page: numbers, dates, what is missing, what was inferred, drafts (B501, B503, B504, B506, B507).
 *
 * Sources: Permen PAN-RB 35/2012, the part "Bagian Identitas", for the fields; model/idnumber.h for the numbers. */
#include "check/report.h"
#include "check/title.h"
#include "check/waivers.h"
#include "model/idnumber.h"

/* --- B501: the approver's number --- */

static enum phrase phrase_of(enum idnumber_problem problem)
{
    switch (problem) {
    case IDNUMBER_FINE:
    case IDNUMBER_LENGTH:
        return PHRASE_NONE;
    case IDNUMBER_SIGN:
        return PHRASE_NIP_SIGN;
    case IDNUMBER_BIRTH:
        return PHRASE_NIP_BIRTH;
    case IDNUMBER_APPOINTED:
        return PHRASE_NIP_APPOINTED;
    case IDNUMBER_AGE:
        return PHRASE_NIP_AGE;
    case IDNUMBER_SEX:
        return PHRASE_NIP_SEX;
    case IDNUMBER_SERIAL:
        return PHRASE_NIP_SERIAL;
    case IDNUMBER_PLACE:
        return PHRASE_NIK_PLACE;
    }
    return PHRASE_NONE;
}

/* "it has 17 digits, and a NIP has 18" */
static struct text wrong_length(const struct title *t, enum lang lang, size_t digits)
{
    struct buf words = BUF_INIT;
    buf_string(&words, phrase_in(PHRASE_NIP_HAS, lang));
    buf_number(&words, (int64_t)digits);
    buf_string(&words, phrase_in(PHRASE_NIP_DIGITS, lang));
    return title_kept(t, &words);
}

static void check_number(const struct title *t)
{
    const struct approval *approval = &t->identity->approved_by;
    size_t digits;
    if (!title_is_own(t, TITLE_approved_by) || !approval->nip.len)
        return;
    enum idnumber_problem problem = idnumber_judge(approval->nip, &digits);
    if (problem == IDNUMBER_FINE)
        return;
    struct finding *finding = title_report(t, FINDING_B501, approval->nip_span, title_place(t, TITLE_approved_by));
    if (!finding)
        return;
    finding->value = approval->nip;
    finding->want = phrase_of(problem);
    for (int lang = 0; lang < LANG_COUNT && problem == IDNUMBER_LENGTH; lang++)
        finding->wants[lang] = wrong_length(t, (enum lang)lang, digits);
}

/* --- B503: the order of dates --- */

static struct text written(const struct title *t, calendar_date date)
{
    char text[CALENDAR_DATE_SIZE];
    struct buf words = BUF_INIT;
    buf_string(&words, calendar_write_date(date, text));
    return title_kept(t, &words);
}

static void check_order(const struct title *t, enum title_field field, calendar_date date)
{
    calendar_date created = t->identity->created;
    bool own = title_is_own(t, field);
    if (date == CALENDAR_NO_DATE || created == CALENDAR_NO_DATE || date >= created)
        return;
    if (!own && !title_is_own(t, TITLE_created))
        return;
    struct finding *finding =
        title_report(t, FINDING_B503, title_span(t, own ? field : TITLE_created), title_place(t, field));
    if (finding) {
        finding->name = title_key(field);
        finding->value = written(t, date);
        finding->other = written(t, created);
    }
}

/* --- B504: what is missing --- */

static bool has_texts(struct texts texts)
{
    for (size_t i = 0; i < texts.n; i++)
        if (text_trim(texts.at[i]).len)
            return true;
    return false;
}

/* Is the field there, if only in part? `related: []` says that there is no related SOP; no other list can be empty. */
static bool is_there(const struct title *t, enum title_field field)
{
    const struct identity *i = t->identity;
    switch (field) {
    case TITLE_status:
        return true;
    case TITLE_revised:
        return i->stated[field].span.end || t->sop->revision <= 1;
    case TITLE_number:
    case TITLE_created:
    case TITLE_effective:
    case TITLE_approved_by:
    case TITLE_related:
        return i->stated[field].span.end > 0;
    case TITLE_legal_basis:
        return has_texts(i->legal_basis);
    case TITLE_qualifications:
        return has_texts(i->qualifications);
    case TITLE_equipment:
        return has_texts(i->equipment);
    case TITLE_warnings:
        return has_texts(i->warnings);
    case TITLE_records:
        return has_texts(i->records);
    case TITLE_FIELDS:
        break;
    }
    return true;
}

static void missing_field(const struct title *t, enum title_field field)
{
    struct finding *finding = title_report(t, FINDING_B504, t->lacking, title_place(t, field));
    if (!finding)
        return;
    finding->name = title_key(field);
    finding->other = title_printed(t, field);
    if (field == TITLE_related && title_calls(t)) {
        finding->value = title_unrelated(t);
        finding->way = PHRASE_WAY_RELATED;
    }
}

/* The parts of `approved_by` that are not there. */
static void check_approval(const struct title *t)
{
    const struct approval *approval = &t->identity->approved_by;
    const struct {
        const char *key;
        struct text value;
    } parts[] = {{"position", approval->position}, {"name", approval->name}, {"nip", approval->nip}};
    struct buf missing = BUF_INIT;
    if (!title_is_own(t, TITLE_approved_by))
        return;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!parts[i].value.len) {
            buf_string(&missing, missing.len ? ", `approved_by." : "Disahkan oleh (`approved_by.");
            buf_string(&missing, parts[i].key);
            buf_string(&missing, "`");
        }
    if (!missing.len && !missing.failed)
        return;
    buf_string(&missing, ")");
    struct text other = title_kept(t, &missing);
    struct finding *finding =
        title_report(t, FINDING_B504, title_span(t, TITLE_approved_by), title_place(t, TITLE_approved_by));
    if (finding) {
        finding->name = title_key(TITLE_approved_by);
        finding->other = other;
    }
}

/* Neither the SOP nor its region has a title page: one cause, one finding. */
static void missing_page(const struct title *t)
{
    struct buf all = BUF_INIT;
    for (int i = 0; i < TITLE_FIELDS; i++)
        if (!is_there(t, (enum title_field)i)) {
            buf_string(&all, all.len ? ", " : "");
            buf_text(&all, title_printed(t, (enum title_field)i));
        }
    struct text other = title_kept(t, &all);
    struct finding *finding = title_report(t, FINDING_B504, t->lacking, TEXT("identity"));
    if (finding) {
        finding->name = TEXT("identity");
        finding->other = other;
    }
}

static void check_missing(const struct title *t)
{
    if (!t->identity->span.end && !t->region->identity.span.end) {
        missing_page(t);
        return;
    }
    for (int i = 0; i < TITLE_FIELDS; i++)
        if (!is_there(t, (enum title_field)i))
            missing_field(t, (enum title_field)i);
}

/* The agency is the region's to state. */
static void check_agency(const struct title *t)
{
    if (t->region->agency.len)
        return;
    struct finding *finding = title_report(t, FINDING_B504, t->lacking, TEXT("identity.agency"));
    if (finding) {
        finding->name = TEXT("agency");
        finding->other = TEXT("Nama instansi (`agency`)");
        finding->way = PHRASE_WAY_AGENCY;
    }
}

/* --- B506: what was inferred --- */

static void check_inferred(const struct title *t, const struct step *step)
{
    struct buf list = BUF_INIT;
    if (!step->inferred.n)
        return;
    for (size_t i = 0; i < step->inferred.n; i++) {
        buf_string(&list, i ? ", `" : "`");
        buf_text(&list, step->inferred.at[i]);
        buf_byte(&list, '`');
    }
    struct text other = title_kept(t, &list);
    struct finding *finding = title_report(t, FINDING_B506, step->span, step->key);
    if (finding) {
        finding->name = step->key;
        finding->other = other;
    }
}

/* --- B507: a draft --- */

static void check_draft(const struct title *t)
{
    if (t->identity->draft && title_is_own(t, TITLE_status))
        title_report(t, FINDING_B507, title_span(t, TITLE_status), title_place(t, TITLE_status));
}

/* --- the whole --- */

/* What a SOP and a region can both get wrong. */
static void check_page(const struct title *t)
{
    check_number(t);
    title_legal_bases(t);
    check_order(t, TITLE_revised, t->identity->revised);
    check_order(t, TITLE_effective, t->identity->effective);
    check_approval(t);
    title_related(t);
    check_draft(t);
}

void check_title_page(struct checker *c)
{
    struct sop *sop = c->sop;
    struct title t = {.c = c, .identity = &sop->identity, .region = sop->region, .sop = sop, .file = sop->file};
    t.lacking = sop->identity.span.end ? sop->identity.span : sop->title_span;
    check_page(&t);
    check_missing(&t);
    for (uint16_t i = 0; i < sop->n_steps; i++)
        check_inferred(&t, &sop->steps[i]);
}

enum status check_region(const struct checker *c, const struct region *region, uint32_t file)
{
    struct title t = {.c = c, .identity = &region->identity, .region = region, .file = file};
    t.lacking = region->identity.span.end ? region->identity.span : region->start;
    check_page(&t);
    check_agency(&t);
    title_secrets(&t, region->documents, region->n_documents);
    waivers_accept(&region->waivers, file, c->findings);
    return c->arena->failed || c->findings->arena->failed ? STATUS_MEMORY : STATUS_OK;
}
