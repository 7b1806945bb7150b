#include "property/clean.h"

#include <stdio.h>
#include <string.h>

#include "base/must.h"

enum { ACTORS = 3 };
static const char *const actors[ACTORS] = {"pemohon", "petugas", "kepala"};

/* --- building --- */

void sheet_list_add(struct sheet_list *list, int document)
{
    must(list->n < SHEET_LIST);
    for (uint8_t i = 0; i < list->n; i++)
        if (list->at[i] == document)
            return;
    list->at[list->n++] = document;
}

int sheet_document(struct sheet *sheet, const char *more)
{
    must(sheet->n_documents < SHEET_DOCUMENTS);
    sheet->documents[sheet->n_documents] = (struct sheet_document){
        .more = more, .given = more && strstr(more, "given"), .runs_out = more && strstr(more, "valid_for")};
    return sheet->n_documents++;
}

static const struct sheet_step empty = {.actor = 0,
                                        .minutes = 1,
                                        .tidak = NOTHING,
                                        .next = NOTHING,
                                        .expired = NOTHING,
                                        .unless = NOTHING,
                                        .passed = NOTHING,
                                        .brought = NOTHING,
                                        .fork = NOTHING,
                                        .branch = NOTHING};

/* A sheet while it grows downwards: what the last step handed over, and what has to be read yet. */
struct growing {
    struct sheet *sheet;
    struct draws *draws;
    struct sheet_list handed;   /* by the step before: the next takes it all */
    struct sheet_list brought;  /* given documents */
    struct sheet_list optional; /* made by an `unless` step: in hand from there on */
};

static struct sheet_step *add(struct growing *g)
{
    must(g->sheet->n_steps < SHEET_STEPS);
    struct sheet_step *step = &g->sheet->steps[g->sheet->n_steps++];
    *step = empty;
    step->actor = (int)draws_below(g->draws, ACTORS);
    step->minutes = 1 + (int)draws_below(g->draws, 5);
    return step;
}

/* The step takes what was handed over last, and now and then something else that is surely there. */
static void take(struct growing *g, struct sheet_step *step)
{
    for (uint8_t i = 0; i < g->handed.n; i++)
        sheet_list_add(&step->inputs, g->handed.at[i]);
    if (draws_once_in(g->draws, 3))
        sheet_list_add(&step->inputs, g->brought.at[draws_below(g->draws, g->brought.n)]);
    if (g->optional.n && draws_once_in(g->draws, 3))
        sheet_list_add(&step->inputs, g->optional.at[draws_below(g->draws, g->optional.n)]);
}

/* It hands over one or two new documents, which the next step takes. */
static void hand(struct growing *g, struct sheet_step *step)
{
    g->handed.n = 0;
    for (uint32_t n = 1 + draws_below(g->draws, 2); n; n--) {
        int document = sheet_document(g->sheet, NULL);
        sheet_list_add(&step->outputs, document);
        sheet_list_add(&g->handed, document);
    }
}

static struct sheet_step *add_plain(struct growing *g)
{
    struct sheet_step *step = add(g);
    take(g, step);
    hand(g, step);
    return step;
}

/* A step to which a Tidak may go back: none within a branch, none that is only there to be skipped. */
static int some_back(struct growing *g)
{
    int at = (int)draws_below(g->draws, (uint32_t)g->sheet->n_steps);
    while (g->sheet->steps[at].fork != NOTHING)
        at--;
    return at;
}

static void add_decision(struct growing *g)
{
    int back = some_back(g);
    bool ends = draws_once_in(g->draws, 4);
    struct sheet_step *step = add_plain(g);
    step->tidak = ends ? THE_END : back;
    sheet_list_add(&step->tidak_outputs, sheet_document(g->sheet, NULL));
}

static void add_unless(struct growing *g)
{
    struct sheet_step *step = add(g);
    int document = sheet_document(g->sheet, "given: optional");
    take(g, step);
    sheet_list_add(&step->outputs, document);
    step->unless = document;
    sheet_list_add(&g->handed, document); /* the next takes it, too, and still what came before */
    if (g->optional.n < SHEET_LIST)
        sheet_list_add(&g->optional, document);
}

/* A link is sent; who does not use it in time gets a new one. */
static void add_link(struct growing *g)
{
    int sender = g->sheet->n_steps;
    struct sheet_step *step = add(g);
    take(g, step);
    g->handed.n = 0;
    sheet_list_add(&g->handed, sheet_document(g->sheet, "valid_for: 24 jam"));
    step->outputs = g->handed;
    step = add_plain(g);
    step->expired = sender;
}

/* What may be called, by the set's number, and the time that it takes. */
static const struct {
    const char *names, *duration;
    struct sheet_total takes;
} callees[] = {
    {"", NULL, {0, 0}},
    {"layanan-a", "2 menit", {2, 2}},
    {"layanan-b", "3 menit", {3, 3}},
    {"[layanan-a, layanan-b]", "2-3 menit", {2, 3}},
};

static void add_call(struct growing *g)
{
    struct sheet_step *step = add(g);
    take(g, step);
    step->callees = 1 + (int)draws_below(g->draws, 3);
    step->duration = draws_once_in(g->draws, 2) ? callees[step->callees].duration : NULL;
    step->passed = step->inputs.at[draws_below(g->draws, step->inputs.n)];
    g->handed.n = 0;
    step->brought = sheet_document(g->sheet, NULL);
    sheet_list_add(&g->handed, step->brought);
    step->outputs = g->handed;
}

/* Each branch takes what was handed over; one may wait for the first step of the branch before it. */
static void add_block(struct growing *g)
{
    struct sheet_list before = g->handed, after = {0};
    int fork = g->sheet->n_steps, first = NOTHING;
    struct sheet_step *block = add(g);
    block->actor = NOTHING;
    block->branches = 2 + (int)draws_below(g->draws, 2);
    for (int b = 0; b < block->branches; b++) {
        g->handed = before;
        for (uint32_t n = 1 + draws_below(g->draws, 2); n; n--) {
            struct sheet_step *step = add_plain(g);
            step->fork = fork;
            step->branch = b;
            if (first != NOTHING && draws_once_in(g->draws, 3))
                sheet_list_add(&step->inputs, first);
        }
        first = g->handed.at[0];
        for (uint8_t i = 0; i < g->handed.n; i++)
            sheet_list_add(&after, g->handed.at[i]);
    }
    g->handed = after;
}

static void add_some(struct growing *g)
{
    static void (*const sorts[])(struct growing *) = {add_decision, add_decision, add_unless,
                                                      add_link,     add_call,     add_block};
    if (g->handed.n > 5 || draws_once_in(g->draws, 3))
        add_plain(g);
    else
        sorts[draws_below(g->draws, sizeof sorts / sizeof *sorts)](g);
}

static const char *const title_page[FIELDS] = {
    [FIELD_NUMBER] = "number: 065/1",
    [FIELD_CREATED] = "created: 2024-01-02",
    [FIELD_EFFECTIVE] = "effective: 2024-02-01",
    [FIELD_APPROVED] = "approved_by: {position: Kepala Dinas, name: Nama Pejabat, nip: \"197401051994121001\"}",
    [FIELD_LEGAL] = "legal_basis: [Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 35 "
                    "Tahun 2012 tentang Pedoman Penyusunan Standar Operasional Prosedur Administrasi Pemerintahan]",
    [FIELD_QUALIFICATIONS] = "qualifications: [Memahami tata naskah dinas]",
    [FIELD_RELATED] = "related: [layanan-a, layanan-b]",
    [FIELD_EQUIPMENT] = "equipment: [Komputer]",
    [FIELD_WARNINGS] = "warnings: [Layanan terhambat]",
    [FIELD_RECORDS] = "records: [Buku agenda]",
};

void clean_sheet(struct sheet *sheet, struct draws *draws)
{
    *sheet = (struct sheet){.title = "Lembar yang bersih", .claims.stated = !draws_once_in(draws, 4)};
    struct growing g = {.sheet = sheet, .draws = draws};
    memcpy(sheet->fields, title_page, sizeof title_page);
    for (uint32_t n = 1 + draws_below(draws, 3); n; n--)
        sheet_list_add(&g.brought, sheet_document(sheet, "given: true"));
    g.handed = g.brought;
    add_plain(&g);
    for (uint32_t n = 2 + draws_below(draws, 8); n && sheet->n_steps < SHEET_STEPS - 12; n--)
        add_some(&g);
    add_plain(&g);
}

/* --- changing --- */

static int moved(int step, int at) { return step >= at ? step + 1 : step; }

struct sheet_step *sheet_insert(struct sheet *sheet, int at)
{
    must(sheet->n_steps < SHEET_STEPS);
    for (int i = 0; i < sheet->n_steps; i++) {
        struct sheet_step *step = &sheet->steps[i];
        step->tidak = moved(step->tidak, at);
        step->next = moved(step->next, at);
        step->expired = moved(step->expired, at);
        step->fork = moved(step->fork, at);
    }
    memmove(sheet->steps + at + 1, sheet->steps + at, (size_t)(sheet->n_steps - at) * sizeof *sheet->steps);
    sheet->n_steps++;
    int fork = sheet->steps[at + 1].fork, branch = sheet->steps[at + 1].branch;
    sheet->steps[at] = empty;
    sheet->steps[at].fork = at + 1 < sheet->n_steps ? fork : NOTHING;
    sheet->steps[at].branch = at + 1 < sheet->n_steps ? branch : NOTHING;
    return &sheet->steps[at];
}

/* --- adding up --- */

static int larger(int a, int b) { return a > b ? a : b; }

/* Does the step need a document that the other hands over? */
static bool waits_for(const struct sheet_step *step, const struct sheet_step *maker)
{
    for (uint8_t i = 0; i < step->inputs.n; i++)
        for (uint8_t k = 0; k < maker->outputs.n; k++)
            if (step->inputs.at[i] == maker->outputs.at[k])
                return true;
    return false;
}

/* When the last branch of a block is done: a step begins when the one before it in its branch, and all for which it
 * waits in the branches before it, have ended. */
static int block_minutes(const struct sheet *sheet, int block)
{
    int ends[SHEET_STEPS] = {0}, last = 0;
    for (int s = block + 1; s < sheet->n_steps && sheet->steps[s].fork == block; s++) {
        for (int before = block + 1; before < s; before++)
            if (sheet->steps[before].branch == sheet->steps[s].branch ||
                waits_for(&sheet->steps[s], &sheet->steps[before]))
                ends[s] = larger(ends[s], ends[before]);
        ends[s] += sheet->steps[s].minutes;
        last = larger(last, ends[s]);
    }
    return last;
}

struct sheet_total sheet_straight(const struct sheet *sheet)
{
    struct sheet_total total = {0};
    for (int s = 0; s < sheet->n_steps; s++) {
        const struct sheet_step *step = &sheet->steps[s];
        int minutes = step->branches ? block_minutes(sheet, s) : step->minutes;
        struct sheet_total takes = {step->unless == NOTHING ? minutes : 0, minutes};
        if (step->fork != NOTHING)
            continue;
        if (step->callees)
            takes = callees[step->callees].takes;
        total.least += takes.least;
        total.most += takes.most;
    }
    return total;
}

/* --- writing --- */

struct writer {
    struct buf *to;
    const struct sheet *sheet;
};

static void put(struct writer *w, const char *before, int number)
{
    buf_string(w->to, before);
    buf_number(w->to, number);
}

static void put_document(struct writer *w, int document)
{
    const char *key = w->sheet->documents[document].key;
    if (key)
        buf_string(w->to, key);
    else
        put(w, "d", document);
}

static void put_step_key(struct writer *w, int step)
{
    if (step == THE_END)
        buf_string(w->to, "end");
    else
        put(w, "s", step);
}

static void put_list(struct writer *w, const char *before, const struct sheet_list *list)
{
    buf_string(w->to, list->n ? before : "");
    for (uint8_t i = 0; i < list->n; i++) {
        buf_string(w->to, i ? ", " : "[");
        put_document(w, list->at[i]);
    }
    buf_string(w->to, list->n ? "]" : "");
}

static void put_tidak(struct writer *w, const struct sheet_step *step)
{
    if (step->tidak == NOTHING)
        return;
    buf_string(w->to, ", decision: {question: Sesuai?, tidak: {to: ");
    put_step_key(w, step->tidak);
    put_list(w, ", outputs: ", &step->tidak_outputs);
    buf_string(w->to, "}}");
}

static void put_call(struct writer *w, const struct sheet_step *step)
{
    if (!step->callees)
        return;
    buf_string(w->to, ", call: ");
    buf_string(w->to, callees[step->callees].names);
    buf_string(w->to, ", with: {masuk: ");
    put_document(w, step->passed);
    buf_string(w->to, "}, returns: {");
    put_document(w, step->brought);
    buf_string(w->to, ": hasil}");
}

static void put_duration(struct writer *w, const struct sheet_step *step)
{
    if (step->duration) {
        buf_string(w->to, ", duration: ");
        buf_string(w->to, step->duration);
    } else if (step->minutes && !step->callees) {
        put(w, ", duration: ", step->minutes);
        buf_string(w->to, " menit");
    }
}

static void put_plain(struct writer *w, int s)
{
    const struct sheet_step *step = &w->sheet->steps[s];
    buf_string(w->to, ", actor: ");
    buf_string(w->to, step->actor_key ? step->actor_key : actors[step->actor]);
    put_list(w, ", inputs: ", &step->inputs);
    put_list(w, ", outputs: ", &step->outputs);
    put_duration(w, step);
    put_tidak(w, step);
    put_call(w, step);
    if (step->next != NOTHING) {
        buf_string(w->to, ", next: ");
        put_step_key(w, step->next);
    }
    if (step->expired != NOTHING) {
        buf_string(w->to, ", expired: ");
        put_step_key(w, step->expired);
    }
    if (step->unless != NOTHING) {
        buf_string(w->to, ", unless: ");
        put_document(w, step->unless);
    }
}

static void put_step(struct writer *w, int s);

static void put_branches(struct writer *w, int s)
{
    buf_string(w->to, ", parallel: [");
    for (int b = 0; b < w->sheet->steps[s].branches; b++) {
        bool first = true;
        buf_string(w->to, b ? ",\n    [" : "[");
        for (int i = s + 1; i < w->sheet->n_steps; i++)
            if (w->sheet->steps[i].fork == s && w->sheet->steps[i].branch == b) {
                buf_string(w->to, first ? "" : ",\n     ");
                put_step(w, i);
                first = false;
            }
        buf_string(w->to, "]");
    }
    buf_string(w->to, "]");
}

static void put_step(struct writer *w, int s)
{
    const struct sheet_step *step = &w->sheet->steps[s];
    buf_string(w->to, "{step: ");
    if (step->key)
        buf_string(w->to, step->key);
    else
        put_step_key(w, s);
    if (step->branches)
        put_branches(w, s);
    else
        put_plain(w, s);
    buf_string(w->to, step->more ? step->more : "");
    buf_string(w->to, "}");
}

static void put_columns(struct writer *w)
{
    buf_string(w->to, "actors: [");
    bool first = true;
    for (int a = 0; a < ACTORS && !w->sheet->columns; a++) {
        bool acts = false;
        for (int s = 0; s < w->sheet->n_steps; s++)
            acts = acts || (w->sheet->steps[s].actor == a && !w->sheet->steps[s].actor_key);
        if (acts) {
            buf_string(w->to, first ? "" : ", ");
            buf_string(w->to, actors[a]);
            first = false;
        }
    }
    buf_string(w->to, w->sheet->columns ? w->sheet->columns : "");
    buf_string(w->to, "]\n");
}

static void put_title_page(struct writer *w)
{
    buf_string(w->to, "identity:\n");
    for (int f = 0; f < FIELDS; f++)
        if (w->sheet->fields[f]) {
            buf_string(w->to, "  ");
            buf_string(w->to, w->sheet->fields[f]);
            buf_string(w->to, "\n");
        }
}

static void put_documents(struct writer *w)
{
    buf_string(w->to, "documents:\n");
    for (int d = 0; d < w->sheet->n_documents; d++) {
        const char *more = w->sheet->documents[d].more;
        buf_string(w->to, "  ");
        put_document(w, d);
        put(w, ": {title: Berkas ", d);
        buf_string(w->to, more ? ", " : "");
        buf_string(w->to, more ? more : "");
        buf_string(w->to, "}\n");
    }
}

static void put_range(struct writer *w, struct sheet_total total)
{
    put(w, "", total.least);
    if (total.most != total.least)
        put(w, "-", total.most);
}

/* Half up: a hundredth of an hour is 36 seconds. */
static int hundredths(int minutes) { return (10 * minutes + 3) / 6; }

static void put_hours(struct writer *w, int value)
{
    put(w, "", value / 100);
    put(w, value % 100 < 10 ? ".0" : ".", value % 100);
}

static void put_claims(struct writer *w)
{
    const struct sheet_claims *claims = &w->sheet->claims;
    struct sheet_total total = sheet_straight(w->sheet);
    if (!claims->stated)
        return;
    total.least += claims->more;
    total.most = claims->low_end ? total.least : total.most + claims->more;
    buf_string(w->to, "claims: {total: ");
    put_range(w, total);
    buf_string(w->to, " menit, hours: ");
    put_hours(w, hundredths(total.least) + claims->hundredths);
    buf_string(w->to, "-");
    put_hours(w, hundredths(total.most) + claims->hundredths);
    buf_string(w->to, " jam, limit: {duration: ");
    if (claims->limit)
        buf_string(w->to, claims->limit);
    else
        put(w, "", total.most - claims->below);
    buf_string(w->to, claims->limit ? "}}\n" : " menit}}\n");
}

void sheet_write(struct buf *to, const struct sheet *sheet)
{
    struct writer w = {to, sheet};
    buf_string(to, "title: ");
    buf_string(to, sheet->title);
    buf_string(to, "\n");
    put_title_page(&w);
    put_columns(&w);
    put_documents(&w);
    buf_string(to, "steps:\n");
    for (int s = 0; s < sheet->n_steps; s++)
        if (sheet->steps[s].fork == NOTHING) {
            buf_string(to, "- ");
            put_step(&w, s);
            buf_string(to, "\n");
        }
    put_claims(&w);
    buf_string(to, sheet->more ? sheet->more : "");
}

void sheet_write_callee(struct buf *to, const struct sheet *sheet, int number)
{
    struct sheet page = {0};
    struct writer w = {to, &page};
    memcpy(page.fields, title_page, sizeof title_page);
    page.fields[FIELD_RELATED] = "related: [induk]";
    buf_string(to, number ? "title: Layanan B\n" : "title: Layanan A\n");
    put_title_page(&w);
    buf_string(to, "actors: [petugas, kepala]\n"
                   "documents:\n"
                   "  masuk: {title: Masuk, given: true}\n"
                   "  antara: Antara\n"
                   "  catatan: Catatan\n"
                   "  hasil: {title: Hasil, result: true}\n");
    bool wants = sheet->callee_wants_more && number == 0;
    buf_string(to, wants ? "  tambahan: {title: Tambahan, given: true}\n" : "");
    buf_string(to, "steps:\n- {step: olah, actor: petugas, inputs: [masuk");
    buf_string(to, wants ? ", tambahan" : "");
    buf_string(to, "], outputs: [antara], duration: 1 menit}\n"
                   "- {step: sahkan, actor: kepala, inputs: [antara], outputs: [hasil], duration: ");
    buf_string(to, number ? "2" : "1");
    buf_string(to, " menit,\n"
                   "   decision: {question: Sesuai?, tidak: {to: olah, outputs: [catatan]}}}\n");
}
