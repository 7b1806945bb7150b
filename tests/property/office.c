#include "property/office.h"

#include "api/judging.h"
#include "base/must.h"
#include "read/read.h"

static const char region_text[] = "name: Kantor\n"
                                  "agency: Dinas Contoh\n"
                                  "actors: {pemohon: {title: Pemohon, applicant: true}, petugas: Petugas, "
                                  "kepala: Kepala, arsip: Arsip}\n";

static const struct legal_kind kind = {.name = {"Peraturan Pemerintah", 20}};
static const struct instrument instrument = {
    .kind = {"Peraturan Pemerintah", 20},
    .sort = &kind,
    .number = 82,
    .year = 2012,
    .subject = {"Penyelenggaraan Sistem dan Transaksi Elektronik", 47},
    .replaced_by = {"Peraturan Pemerintah Nomor 71 Tahun 2019", 40},
    .since = CALENDAR_NO_DATE,
    .source = {"uji", 3},
};
static const struct legal legal = {.at = &instrument, .n = 1, .kinds = &kind, .n_kinds = 1};

static const struct text names[OFFICE_SOPS] = {
    {"kantor/layanan-a", 16}, {"kantor/layanan-b", 16}, {"kantor/induk", 12}};

static struct source_file file_of(struct office *office, struct text bytes, uint32_t number)
{
    return (struct source_file){
        .bytes = bytes, .number = number, .arena = office->arena, .findings = &office->findings};
}

static struct text callee_text(struct office *office, const struct sheet *sheet, int number)
{
    struct buf buf = BUF_INIT;
    sheet_write_callee(&buf, sheet, number);
    must(!buf.failed);
    struct text text = {arena_copy(office->arena, buf.at, buf.len), buf.len};
    buf_release(&buf);
    return text;
}

static struct sop *find(const struct office *office, struct text name)
{
    for (int i = 0; i < OFFICE_SOPS; i++)
        if (text_eq(name, (struct text){names[i].at + 7, names[i].len - 7}))
            return office->sops[i];
    return NULL;
}

static void link_one(struct office *office, int i, struct text bytes)
{
    struct source_file file = file_of(office, bytes, (uint32_t)i);
    struct sop *sop = office->sops[i];
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++) {
            struct callee *callee = &sop->steps[s].call.callees[c];
            callee->sop = find(office, callee->name);
            callee->exists = callee->sop != NULL;
        }
    must(read_link(&file, sop, (struct texts){0}) == STATUS_OK);
    must(read_circles(&file, sop) == STATUS_OK);
}

static void read_one(struct office *office, int i, struct text bytes)
{
    struct source_file file = file_of(office, bytes, (uint32_t)i);
    must(read_sop(&file, names[i], office->region, &office->sops[i]) == STATUS_OK);
    if (office->sops[i] && findings_errors(&office->findings, 0) == 0)
        must(plan_compile(office->sops[i], office->arena));
}

static void check_one(struct office *office, int i)
{
    struct checker checker = {
        .sop = office->sops[i], .legal = &legal, .arena = office->arena, .findings = &office->findings};
    must(judge_sop(&checker, &office->checked[i]) == STATUS_OK);
}

void office_read(struct office *office, struct arena *arena, const struct sheet *sheet, struct text text)
{
    *office = (struct office){.arena = arena, .findings = {.arena = arena}};
    struct source_file file = file_of(office, TEXT(region_text), OFFICE_SOPS);
    must(read_region(&file, TEXT("kantor"), &office->region) == STATUS_OK);
    for (int i = 0; i < OFFICE_MAIN; i++) {
        struct text bytes = callee_text(office, sheet, i);
        read_one(office, i, bytes);
        link_one(office, i, bytes);
        check_one(office, i);
    }
    must(office->findings.n == 0);
    read_one(office, OFFICE_MAIN, text);
    if (office->sops[OFFICE_MAIN] && findings_errors(&office->findings, 0) == 0)
        link_one(office, OFFICE_MAIN, text);
    if (office->sops[OFFICE_MAIN] && findings_errors(&office->findings, 0) == 0)
        check_one(office, OFFICE_MAIN);
}
