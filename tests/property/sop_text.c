#include "property/sop_text.h"

#include <stdarg.h>
#include <stdio.h>

#define HAS(set, key) ((set) >> (key)&1)

__attribute__((format(printf, 2, 3))) static void say(struct buf *to, const char *format, ...)
{
    char line[200];
    va_list list;
    va_start(list, format);
    vsnprintf(line, sizeof line, format, list);
    va_end(list);
    buf_string(to, line);
}

static void say_key(struct buf *to, int key)
{
    if (key < OWN_KEYS)
        say(to, "d%d", key);
    else
        say(to, "r%d", key - OWN_KEYS);
}

static void say_keys(struct buf *to, keys set)
{
    const char *between = "";
    buf_byte(to, '[');
    for (int key = 0; key < KEYS; key++)
        if (HAS(set, key)) {
            buf_string(to, between);
            say_key(to, key);
            between = ", ";
        }
    buf_byte(to, ']');
}

/* --- durations --- */

/* As people write them: `5menit`, `1 -2 Jam`, `0.5 hari`. */
static void say_number(struct buf *to, int whole, const struct draft_duration *duration)
{
    static const char *const fractions[] = {"", "5", "25"};
    say(to, "%d", whole);
    if (duration->fraction)
        say(to, "%c%s", duration->spelling & 1 ? '.' : ',', fractions[duration->fraction]);
}

static void say_duration(struct buf *to, const struct draft_duration *duration)
{
    static const char *const units[][2] = {{"detik", "Detik"},  {"menit", "MENIT"},
                                           {"jam", "Jam"},      {"hari kerja", "Hari  Kerja"},
                                           {"hari", "Hari"},    {"hari kalender", "hari Kalender"},
                                           {"minggu", "Minggu"}};
    static const char *const dashes[] = {"-", " -", " - ", "\xE2\x80\x93"};
    buf_byte(to, '"');
    say_number(to, duration->whole, duration);
    if (duration->more) {
        buf_string(to, dashes[duration->spelling >> 1 & 3]);
        say_number(to, duration->whole + duration->more, duration);
    }
    buf_string(to, duration->spelling & 4 ? "" : " ");
    say(to, "%s\"", units[duration->unit][duration->spelling >> 1 & 1]);
}

/* --- documents --- */

static void say_type(struct buf *to, const struct draft_document *document)
{
    static const char *const types[][3] = {
        {"", "", ""},
        {", type: text", ", type: text, pattern: '[a-z]+'", ", type: text, fields: {nomor: '[0-9]+', nip: nip}"},
        {", type: file", ", type: file, media: [image/png, application/pdf]",
         ", type: file, media: application/pdf, max_size: 2 MB"},
        {", type: csr", ", type: csr", ", type: csr"},
        {", type: certificate", ", type: certificate", ", type: certificate"},
        {", type: crl", ", type: crl", ", type: crl"},
    };
    buf_string(to, types[document->type][document->detail]);
    if (document->issued_for != NO_KEY) {
        buf_string(to, ", issued_for: ");
        say_key(to, document->issued_for);
    }
}

static void say_document(struct buf *to, const struct draft_document *document, int key)
{
    static const char *const titles[] = {"Surat", "ya", "1.10", "Berkas: lengkap", "no", "Foto #1"};
    static const char *const given[] = {"", ", given: true", ", given: optional"};
    buf_string(to, "  ");
    say_key(to, key);
    say(to, ": {title: \"%s\"%s", titles[key % 6], given[document->given]);
    if (document->result)
        buf_string(to, ", result: true");
    if (document->secret)
        buf_string(to, ", secret: true");
    say_type(to, document);
    if (document->valid_for.stated) {
        buf_string(to, ", valid_for: ");
        say_duration(to, &document->valid_for);
    }
    buf_string(to, "}\n");
}

static void say_documents(struct buf *to, const struct draft_sop *sop)
{
    bool any = false;
    for (int key = 0; key < KEYS; key++) {
        if (!sop->documents[key].declared)
            continue;
        if (!any)
            buf_string(to, "documents:\n");
        say_document(to, &sop->documents[key], key);
        any = true;
    }
}

/* --- steps --- */

static const char *const actors[] = {"pemohon", "petugas", "kepala", "staf"};

static void say_target(struct buf *to, const char *key, uint8_t target)
{
    if (target == TO_END)
        say(to, "%send", key);
    else
        say(to, "%ss%d", key, target);
}

static void say_decision(struct buf *to, const struct draft_step *step)
{
    buf_string(to, "  decision: {question: Sesuai?");
    if (step->next != TO_NEXT)
        say_target(to, ", ya: ", step->next);
    say_target(to, step->tidak_outputs ? ", tidak: {to: " : ", tidak: ", step->tidak);
    if (step->tidak_outputs) {
        buf_string(to, ", outputs: ");
        say_keys(to, step->tidak_outputs);
        buf_byte(to, '}');
    }
    buf_string(to, "}\n");
}

static void say_pairs(struct buf *to, const char *key, const struct draft_pair *pairs, int n)
{
    if (n == 0)
        return;
    say(to, "  %s: {", key);
    for (int i = 0; i < n; i++) {
        buf_string(to, i ? ", " : "");
        say_key(to, pairs[i].left);
        buf_string(to, ": ");
        say_key(to, pairs[i].right);
    }
    buf_string(to, "}\n");
}

static void say_call(struct buf *to, const struct draft_step *step)
{
    bool several = step->callees & (step->callees - 1);
    const char *between = "";
    say(to, "  call: %s", several ? "[" : "");
    for (int i = 0; i < MOST_SOPS; i++)
        if (HAS(step->callees, i)) {
            say(to, "%s%ssop%d", between, step->full_names ? "kantor/" : "", i);
            between = ", ";
        }
    buf_string(to, several ? "]\n" : "\n");
    say_pairs(to, "with", step->with, step->n_with);
    say_pairs(to, "returns", step->returns, step->n_returns);
}

static void say_inferred(struct buf *to, const struct draft_step *step)
{
    buf_string(to, "  inferred: [actor");
    for (int key = 0; key < KEYS; key++)
        if (HAS(step->inputs, key)) {
            buf_string(to, ", inputs.");
            say_key(to, key);
        }
    buf_string(to, step->sort == DRAFT_DECIDES ? ", decision.tidak]\n" : "]\n");
}

static void say_words(struct buf *to, const struct draft_step *step)
{
    if (step->activity == 1)
        buf_string(to, "  activity: Memeriksa berkas\n");
    if (step->activity == 2)
        buf_string(to, "  activity: [Memeriksa berkas., \"Meneruskannya: ya\"]\n");
    if (step->note)
        buf_string(to, "  note: Lihat lampiran\n");
    if (step->source)
        buf_string(to, "  source: 12-14\n");
    if (step->inferred)
        say_inferred(to, step);
}

/* What stands in a step besides its key, at the margin. */
static void say_body(struct buf *to, const struct draft_step *step)
{
    say(to, "  actor: %s\n", actors[step->actor]);
    if (step->inputs) {
        buf_string(to, "  inputs: ");
        say_keys(to, step->inputs);
        buf_byte(to, '\n');
    }
    if (step->outputs) {
        buf_string(to, "  outputs: ");
        say_keys(to, step->outputs);
        buf_byte(to, '\n');
    }
    if (step->duration.stated) {
        buf_string(to, "  duration: ");
        say_duration(to, &step->duration);
        buf_byte(to, '\n');
    }
    if (step->sort == DRAFT_DECIDES)
        say_decision(to, step);
    else if (step->next != TO_NEXT)
        say_target(to, "  next: ", step->next), buf_byte(to, '\n');
    if (step->unless != NO_KEY) {
        buf_string(to, "  unless: ");
        say_key(to, step->unless);
        buf_byte(to, '\n');
    }
    if (step->expired != TO_NEXT)
        say_target(to, "  expired: ", step->expired), buf_byte(to, '\n');
    if (step->sort == DRAFT_CALLS)
        say_call(to, step);
    say_words(to, step);
}

/* `before` stands before each line but the first. */
static void say_indented(struct buf *to, struct text lines, const char *before)
{
    for (const char *between = ""; lines.len; between = before) {
        buf_string(to, between);
        buf_text(to, text_cut(lines, '\n', &lines));
        buf_byte(to, '\n');
    }
}

static void say_branch(struct buf *to, const struct draft_item *item, int number, int branch)
{
    for (int i = 0; i < item->in_branch[branch]; i++) {
        struct buf body = BUF_INIT;
        say(to, i ? "    - step: " : "  - - step: ");
        say(to, "s%d%c\n      ", number, 'a' + branch * MOST_IN_BRANCH + i);
        say_body(&body, &item->branch[branch][i]);
        struct text lines = buf_view(&body);
        say_indented(to, (struct text){lines.at + 2, lines.len - 2}, "    ");
        buf_release(&body);
    }
}

static void say_item(struct buf *to, const struct draft_item *item, int number)
{
    say(to, "- step: s%d\n", number);
    if (item->step.sort != DRAFT_FORKS) {
        say_body(to, &item->step);
        return;
    }
    buf_string(to, "  parallel:\n");
    for (int b = 0; b < item->n_branches; b++)
        say_branch(to, item, number, b);
    if (item->step.next != TO_NEXT)
        say_target(to, "  next: ", item->step.next), buf_byte(to, '\n');
}

/* --- waivers --- */

static void say_waivers(struct buf *to, const struct draft_step *step, const char *name, bool *any)
{
    static const char *const codes[] = {"B301", "B302", "B309"};
    for (int key = 0; key < KEYS; key++) {
        if (!HAS(step->waived, key))
            continue;
        buf_string(to, *any ? "" : "accepted:\n");
        say(to, "- {finding: %s, at: %s.", codes[key % 3], name);
        say_key(to, key);
        say(to, ", reason: \"baris %d\"}\n", key + 1);
        *any = true;
    }
}

static void say_accepted(struct buf *to, const struct draft_sop *sop)
{
    bool any = false;
    char name[16];
    for (int i = 0; i < sop->n_items; i++) {
        const struct draft_item *item = &sop->items[i];
        snprintf(name, sizeof name, "s%d", i);
        say_waivers(to, &item->step, name, &any);
        for (int b = 0; b < item->n_branches; b++)
            for (int k = 0; k < item->in_branch[b]; k++) {
                snprintf(name, sizeof name, "s%d%c", i, 'a' + b * MOST_IN_BRANCH + k);
                say_waivers(to, &item->branch[b][k], name, &any);
            }
    }
}

/* --- files --- */

static void say_head(struct buf *to, const struct draft_sop *sop, int number)
{
    static const char *const columns[] = {"", "actors: [kepala, pemohon, petugas]\n",
                                          "actors: [petugas, pemohon, staf: Staf Umum, kepala]\n",
                                          "actors: {staf: Staf, pemohon: {title: Pemohon, applicant: true}}\n"};
    say(to, "title: SOP %d\n", number);
    if (sop->service)
        buf_string(to, "service: layanan\n");
    if (sop->revision)
        say(to, "revision: %d\n", number + 1);
    if (sop->source)
        buf_string(to, "source: {file: sumber.txt, lines: 12-90}\n");
    if (sop->identity)
        buf_string(to, "identity: {status: draft, number: 12/SOP, created: 2024-02-29, warnings: [Awas], "
                       "approved_by: {position: Kepala, name: Budi}, worksheet: {langkah_awal: Siapkan}}\n");
    buf_string(to, columns[sop->columns]);
}

static void say_claims(struct buf *to, const struct draft_duration *total)
{
    buf_string(to, "claims: {total: ");
    if (total->stated)
        say_duration(to, total);
    else
        buf_string(to, "\"20 menit\"");
    buf_string(to, ", hours: \"0,33 jam\", limit: {duration: 3 jam, basis: Perda}}\n");
}

void sop_text(struct buf *to, const struct draft *draft, uint8_t number)
{
    const struct draft_sop *sop = &draft->sops[number];
    say_head(to, sop, number);
    say_documents(to, sop);
    buf_string(to, "steps:\n");
    for (int i = 0; i < sop->n_items; i++)
        say_item(to, &sop->items[i], i);
    if (sop->claims)
        say_claims(to, &sop->claim);
    say_accepted(to, sop);
}

void sop_text_region(struct buf *to, const struct draft *draft)
{
    static const char *const days[] = {"", "day: kerja\n", "day: kalender\n"};
    static const char *const zones[] = {"", "Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"};
    buf_string(to, "name: Kantor\n");
    if (draft->zone)
        say(to, "timezone: %s\n", zones[draft->zone]);
    buf_string(to, days[draft->day]);
    if (draft->week)
        buf_string(to, "work_week: {senin: [07:30-12:00, 13:00-16:00], selasa: [08:00-12:00]}\n");
    buf_string(to, "actors: {pemohon: {title: Pemohon, applicant: true}, petugas: Petugas, kepala: Kepala}\n"
                   "documents:\n"
                   "  r0: {title: KTP, given: true}\n"
                   "  r1: {title: Kartu, given: optional, valid_for: 3 hari}\n"
                   "  r2: {title: CSR, type: csr}\n"
                   "  r3: {title: Sertifikat, type: certificate, issued_for: r2}\n");
    if (draft->accepted)
        buf_string(to, "accepted: [{finding: B302, at: s1.d1, reason: wilayah}]\n");
}
