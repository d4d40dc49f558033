import django.contrib.postgres.constraints
import django.contrib.postgres.operations
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import programs.models.areas
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        migrations.CreateModel(
            name='Concept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='kod')),
                ('name', models.CharField(max_length=120, verbose_name='begrepp')),
                ('definition', models.TextField(verbose_name='betydelse')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='källa')),
            ],
            options={
                'verbose_name': 'begrepp',
            },
        ),
        migrations.CreateModel(
            name='ConceptEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=60, verbose_name='kod')),
                ('name', models.CharField(max_length=120, verbose_name='begrepp')),
                ('definition', models.TextField(verbose_name='betydelse')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='källa')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programs.concept')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('city', 'Staden'), ('district', 'Stadsdelsområde'), ('neighborhood', 'Stadsdel'), ('base_area', 'Basområde')], max_length=20, verbose_name='nivå')),
                ('code', models.SlugField(max_length=80, verbose_name='kod')),
                ('name', models.CharField(max_length=150, verbose_name='namn')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='gäller från')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='gäller till')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitud')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitud')),
                ('boundary', models.JSONField(blank=True, null=True, verbose_name='gräns')),
                ('boundary_source', models.CharField(blank=True, max_length=300, verbose_name='gränsens källa')),
                ('is_unverified', models.BooleanField(default=False, verbose_name='obekräftad uppgift')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='anmärkning')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='programs.area', verbose_name='uppgått i')),
            ],
            options={
                'verbose_name': 'område',
                'verbose_name_plural': 'områden',
            },
        ),
        migrations.CreateModel(
            name='ResponsibleBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='kod')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('kind', models.CharField(choices=[('executive_board', 'Kommunstyrelse'), ('board_committee', 'Utskott'), ('district_committee', 'Stadsdelsnämnd'), ('specialist_committee', 'Facknämnd'), ('company_board', 'Bolagsstyrelse'), ('municipal_council', 'Kommunfullmäktige'), ('federation', 'Kommunalförbund'), ('audit', 'Revision')], max_length=30, verbose_name='typ')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='finns från')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='finns till')),
                ('reports', models.BooleanField(default=True, verbose_name='lämnar lägesbilder')),
                ('is_unverified', models.BooleanField(default=False, verbose_name='obekräftad uppgift')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='anmärkning')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='programs.area', verbose_name='område')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='programs.responsiblebody', verbose_name='efterträdare')),
            ],
            options={
                'verbose_name': 'nämnd eller bolagsstyrelse',
                'verbose_name_plural': 'nämnder och bolagsstyrelser',
                'permissions': [('coordinate', 'Får logga lägesbilder, driva samverkan och lyfta hinder'), ('manage', 'Får godkänna lägesbilder'), ('contribute', 'Får logga iakttagelser'), ('oversee', 'Får följa hela staden, svara på hinder och göra rapporter'), ('follow', 'Får läsa publicerade rapporter och stadens uppföljning'), ('administer', 'Får ge och ta bort roller')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Coordinator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='från och med')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='till och med')),
                ('mandate', models.TextField(max_length=5000, verbose_name='mandat')),
                ('appointed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coordinators', to='programs.responsiblebody')),
            ],
            options={
                'verbose_name': 'samordnare',
            },
        ),
        migrations.CreateModel(
            name='CoordinatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('valid_from', models.DateField(verbose_name='från och med')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='till och med')),
                ('mandate', models.TextField(max_length=5000, verbose_name='mandat')),
                ('appointed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programs.coordinator')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('body', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.responsiblebody')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='kod')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('starts_on', models.DateField(verbose_name='gäller från')),
                ('ends_on', models.DateField(verbose_name='gäller till')),
                ('goal', models.TextField(verbose_name='övergripande mål')),
                ('summary', models.TextField(blank=True, verbose_name='sammanfattning')),
                ('registry_number', models.CharField(blank=True, max_length=60, verbose_name='diarienummer')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='antaget')),
                ('is_draft', models.BooleanField(default=False, verbose_name='förslag, inte antaget')),
                ('report_months', models.PositiveSmallIntegerField(default=1, help_text='1 = varje månad, 3 = varje kvartal, 6 = varje halvår, 12 = varje år', verbose_name='månader mellan lägesbilder')),
                ('report_due_day', models.PositiveSmallIntegerField(default=5, help_text='Dag i månaden efter periodens slut, 1–28', verbose_name='sista dag att skicka in')),
            ],
            options={
                'verbose_name': 'trygghetsprogram',
            },
        ),
        migrations.CreateModel(
            name='FocusArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='kod')),
                ('name', models.CharField(max_length=120, verbose_name='namn')),
                ('meaning', models.TextField(verbose_name='vad det betyder')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordning')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='focus_areas', to='programs.program')),
            ],
            options={
                'verbose_name': 'fokusområde',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FocusAreaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=40, verbose_name='kod')),
                ('name', models.CharField(max_length=120, verbose_name='namn')),
                ('meaning', models.TextField(verbose_name='vad det betyder')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordning')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programs.focusarea')),
                ('program', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.program')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GoverningDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='kod')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('description', models.TextField(verbose_name='beskrivning')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='gäller från')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='gäller till')),
                ('registry_number', models.CharField(blank=True, max_length=60, verbose_name='diarienummer')),
                ('priority_areas', models.JSONField(blank=True, default=list, verbose_name='prioriterade områden')),
                ('programs', models.ManyToManyField(blank=True, related_name='documents', to='programs.program')),
            ],
            options={
                'verbose_name': 'styrdokument',
            },
        ),
        migrations.CreateModel(
            name='GoverningDocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=60, verbose_name='kod')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('description', models.TextField(verbose_name='beskrivning')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='gäller från')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='gäller till')),
                ('registry_number', models.CharField(blank=True, max_length=60, verbose_name='diarienummer')),
                ('priority_areas', models.JSONField(blank=True, default=list, verbose_name='prioriterade områden')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programs.governingdocument')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('special_responsibility', 'Särskilt ansvar'), ('coordinates', 'Samordnar'), ('leads', 'Leder'), ('assists', 'Bistår'), ('contributes', 'Bidrar'), ('invited', 'Ska bjudas in')], max_length=30, verbose_name='roll')),
                ('text', models.TextField(verbose_name='vad som ska göras')),
                ('is_unverified', models.BooleanField(default=False, verbose_name='obekräftad uppgift')),
                ('focus_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to='programs.focusarea')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to='programs.program')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='programs.responsiblebody')),
            ],
            options={
                'verbose_name': 'uppdrag',
            },
        ),
        migrations.CreateModel(
            name='MandateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('special_responsibility', 'Särskilt ansvar'), ('coordinates', 'Samordnar'), ('leads', 'Leder'), ('assists', 'Bistår'), ('contributes', 'Bidrar'), ('invited', 'Ska bjudas in')], max_length=30, verbose_name='roll')),
                ('text', models.TextField(verbose_name='vad som ska göras')),
                ('is_unverified', models.BooleanField(default=False, verbose_name='obekräftad uppgift')),
                ('focus_area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.focusarea')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programs.mandate')),
                ('program', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.program')),
                ('body', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.responsiblebody')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProblemType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='kod')),
                ('name', models.CharField(max_length=120, verbose_name='namn')),
                ('group', models.CharField(max_length=80, verbose_name='grupp')),
                ('is_active', models.BooleanField(default=True, verbose_name='kan väljas')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordning')),
            ],
            options={
                'verbose_name': 'problemtyp',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProblemTypeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=60, verbose_name='kod')),
                ('name', models.CharField(max_length=120, verbose_name='namn')),
                ('group', models.CharField(max_length=80, verbose_name='grupp')),
                ('is_active', models.BooleanField(default=True, verbose_name='kan väljas')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordning')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programs.problemtype')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProgramEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=40, verbose_name='kod')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('starts_on', models.DateField(verbose_name='gäller från')),
                ('ends_on', models.DateField(verbose_name='gäller till')),
                ('goal', models.TextField(verbose_name='övergripande mål')),
                ('summary', models.TextField(blank=True, verbose_name='sammanfattning')),
                ('registry_number', models.CharField(blank=True, max_length=60, verbose_name='diarienummer')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='antaget')),
                ('is_draft', models.BooleanField(default=False, verbose_name='förslag, inte antaget')),
                ('report_months', models.PositiveSmallIntegerField(default=1, help_text='1 = varje månad, 3 = varje kvartal, 6 = varje halvår, 12 = varje år', verbose_name='månader mellan lägesbilder')),
                ('report_due_day', models.PositiveSmallIntegerField(default=5, help_text='Dag i månaden efter periodens slut, 1–28', verbose_name='sista dag att skicka in')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programs.program')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReportRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='från och med')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='till och med')),
                ('basis', models.CharField(max_length=300, verbose_name='grund')),
                ('is_by_law', models.BooleanField(default=False, verbose_name='följer av lag')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='programs.program')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.responsiblebody')),
            ],
            options={
                'verbose_name': 'mottagare av löpande rapport',
            },
        ),
        migrations.CreateModel(
            name='ResponsibleBodyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=40, verbose_name='kod')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('kind', models.CharField(choices=[('executive_board', 'Kommunstyrelse'), ('board_committee', 'Utskott'), ('district_committee', 'Stadsdelsnämnd'), ('specialist_committee', 'Facknämnd'), ('company_board', 'Bolagsstyrelse'), ('municipal_council', 'Kommunfullmäktige'), ('federation', 'Kommunalförbund'), ('audit', 'Revision')], max_length=30, verbose_name='typ')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='finns från')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='finns till')),
                ('reports', models.BooleanField(default=True, verbose_name='lämnar lägesbilder')),
                ('is_unverified', models.BooleanField(default=False, verbose_name='obekräftad uppgift')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='anmärkning')),
                ('area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.area', verbose_name='område')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programs.responsiblebody')),
                ('successor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.responsiblebody', verbose_name='efterträdare')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResponsibleBodyGroupPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='programs.responsiblebody')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResponsibleBodyUserPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='programs.responsiblebody')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'roll',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResponsibleBodyUserPermissionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('content_object', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.responsiblebody')),
                ('permission', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.permission')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programs.responsiblebodyuserpermission')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AreaAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='namn')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='programs.area')),
            ],
            options={
                'verbose_name': 'annat namn på område',
            },
        ),
        migrations.CreateModel(
            name='AreaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('city', 'Staden'), ('district', 'Stadsdelsområde'), ('neighborhood', 'Stadsdel'), ('base_area', 'Basområde')], max_length=20, verbose_name='nivå')),
                ('code', models.SlugField(db_index=False, max_length=80, verbose_name='kod')),
                ('name', models.CharField(max_length=150, verbose_name='namn')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='gäller från')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='gäller till')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitud')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitud')),
                ('boundary', models.JSONField(blank=True, null=True, verbose_name='gräns')),
                ('boundary_source', models.CharField(blank=True, max_length=300, verbose_name='gränsens källa')),
                ('is_unverified', models.BooleanField(default=False, verbose_name='obekräftad uppgift')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='anmärkning')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programs.area')),
                ('successor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programs.area', verbose_name='uppgått i')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AreaNesting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='gäller från')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='gäller till')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nestings', to='programs.area')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nested', to='programs.area')),
            ],
            options={
                'verbose_name': 'områdets tillhörighet',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concept',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_conceptevent" ("code", "definition", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."code", NEW."definition", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;', hash='44ead9bb4ce7db6fa8a113e74bc91580e12e21a1', operation='INSERT', pgid='pgtrigger_insert_insert_0048b', table='programs_concept', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concept',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programs_conceptevent" ("code", "definition", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."code", NEW."definition", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;', hash='4d1b7ae27823231c323e67b2a0adbe2a14bb0fe9', operation='UPDATE', pgid='pgtrigger_update_update_4b44a', table='programs_concept', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concept',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_conceptevent" ("code", "definition", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."code", OLD."definition", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;', hash='237d58a25930b1eb152b07e796532bfbcb81e304', operation='DELETE', pgid='pgtrigger_delete_delete_8a849', table='programs_concept', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problemtype',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_problemtypeevent" ("code", "group", "id", "is_active", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."group", NEW."id", NEW."is_active", NEW."name", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='88c191f6f5fc5336aa327c46cb499f3071679269', operation='INSERT', pgid='pgtrigger_insert_insert_329d3', table='programs_problemtype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problemtype',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programs_problemtypeevent" ("code", "group", "id", "is_active", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."group", NEW."id", NEW."is_active", NEW."name", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='0a70ecdf5fa27131b88aaaccb9f82120035ed53d', operation='UPDATE', pgid='pgtrigger_update_update_45df2', table='programs_problemtype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='problemtype',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_problemtypeevent" ("code", "group", "id", "is_active", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."group", OLD."id", OLD."is_active", OLD."name", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='b264c4e17988caeb7ac3a543bf24398a38e7c917', operation='DELETE', pgid='pgtrigger_delete_delete_2bf59', table='programs_problemtype', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='program',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__lt', models.F('ends_on'))), name='program_starts_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='program',
            constraint=models.CheckConstraint(condition=models.Q(('report_months__in', [1, 2, 3, 4, 6, 12])), name='program_period_divides_the_year', violation_error_message='Välj 1, 2, 3, 4, 6 eller 12 månader.'),
        ),
        migrations.AddConstraint(
            model_name='program',
            constraint=models.CheckConstraint(condition=models.Q(('report_due_day__range', (1, 28))), name='program_due_day_exists_every_month', violation_error_message='Välj en dag mellan 1 och 28.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='program',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_programevent" ("adopted_on", "code", "ends_on", "goal", "id", "is_draft", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registry_number", "report_due_day", "report_months", "starts_on", "summary") VALUES (NEW."adopted_on", NEW."code", NEW."ends_on", NEW."goal", NEW."id", NEW."is_draft", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."registry_number", NEW."report_due_day", NEW."report_months", NEW."starts_on", NEW."summary"); RETURN NULL;', hash='113db43dffb676dfc74dcbce37ea07ae94360283', operation='INSERT', pgid='pgtrigger_insert_insert_5a554', table='programs_program', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='program',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programs_programevent" ("adopted_on", "code", "ends_on", "goal", "id", "is_draft", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registry_number", "report_due_day", "report_months", "starts_on", "summary") VALUES (NEW."adopted_on", NEW."code", NEW."ends_on", NEW."goal", NEW."id", NEW."is_draft", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."registry_number", NEW."report_due_day", NEW."report_months", NEW."starts_on", NEW."summary"); RETURN NULL;', hash='186d39a8c5e6556ea4eaba1089a810a0ba277b25', operation='UPDATE', pgid='pgtrigger_update_update_7f86c', table='programs_program', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='program',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_programevent" ("adopted_on", "code", "ends_on", "goal", "id", "is_draft", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registry_number", "report_due_day", "report_months", "starts_on", "summary") VALUES (OLD."adopted_on", OLD."code", OLD."ends_on", OLD."goal", OLD."id", OLD."is_draft", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."registry_number", OLD."report_due_day", OLD."report_months", OLD."starts_on", OLD."summary"); RETURN NULL;', hash='e8d5d7a8688a3d4c1a295e5bf7517ffb001c8696', operation='DELETE', pgid='pgtrigger_delete_delete_7c1d4', table='programs_program', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(fields=('kind', 'code'), name='area_code_unique_on_its_level'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='area_begins_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='area_center_is_a_position'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_areaevent" ("boundary", "boundary_source", "code", "id", "is_unverified", "kind", "latitude", "longitude", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "successor_id", "valid_from", "valid_to") VALUES (NEW."boundary", NEW."boundary_source", NEW."code", NEW."id", NEW."is_unverified", NEW."kind", NEW."latitude", NEW."longitude", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."successor_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='b0e3108ffc78123b7b5c84a3fa803c58203bdb83', operation='INSERT', pgid='pgtrigger_insert_insert_e58fd', table='programs_area', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programs_areaevent" ("boundary", "boundary_source", "code", "id", "is_unverified", "kind", "latitude", "longitude", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "successor_id", "valid_from", "valid_to") VALUES (NEW."boundary", NEW."boundary_source", NEW."code", NEW."id", NEW."is_unverified", NEW."kind", NEW."latitude", NEW."longitude", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."successor_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='5e96668d7f746633df8f1b8c8bb1b26e3386880e', operation='UPDATE', pgid='pgtrigger_update_update_12f50', table='programs_area', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_areaevent" ("boundary", "boundary_source", "code", "id", "is_unverified", "kind", "latitude", "longitude", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "successor_id", "valid_from", "valid_to") VALUES (OLD."boundary", OLD."boundary_source", OLD."code", OLD."id", OLD."is_unverified", OLD."kind", OLD."latitude", OLD."longitude", OLD."name", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."successor_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='a87638c71671a4eafa3d4bacc3eb091376242404', operation='DELETE', pgid='pgtrigger_delete_delete_e581f', table='programs_area', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='areaalias',
            constraint=models.UniqueConstraint(fields=('area', 'name'), name='area_alias_said_once'),
        ),
        migrations.AddConstraint(
            model_name='areanesting',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('area', '='), (programs.models.areas.DateRange('valid_from', 'valid_to'), '&&')], name='area_lies_in_one_area_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='governingdocument',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_governingdocumentevent" ("code", "description", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_areas", "registry_number", "valid_from", "valid_to") VALUES (NEW."code", NEW."description", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."priority_areas", NEW."registry_number", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='0ea5edc2232a4386ee358a2ac84eb3a8a55a8072', operation='INSERT', pgid='pgtrigger_insert_insert_1283a', table='programs_governingdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='governingdocument',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programs_governingdocumentevent" ("code", "description", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_areas", "registry_number", "valid_from", "valid_to") VALUES (NEW."code", NEW."description", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."priority_areas", NEW."registry_number", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='7cd7ade156b86b61ae84e9ce8f029b528808aff3', operation='UPDATE', pgid='pgtrigger_update_update_2a032', table='programs_governingdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='governingdocument',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_governingdocumentevent" ("code", "description", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority_areas", "registry_number", "valid_from", "valid_to") VALUES (OLD."code", OLD."description", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."priority_areas", OLD."registry_number", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='9a7d0f8b674353e71169e77114abf356ab20c631', operation='DELETE', pgid='pgtrigger_delete_delete_27ebb', table='programs_governingdocument', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='focusarea',
            constraint=models.UniqueConstraint(fields=('program', 'code'), name='focus_area_code_unique_in_program'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='focusarea',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_focusareaevent" ("code", "id", "meaning", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_id") VALUES (NEW."code", NEW."id", NEW."meaning", NEW."name", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."program_id"); RETURN NULL;', hash='003d72cfc12ae8ab22439244500ef9a48e3d59e3', operation='INSERT', pgid='pgtrigger_insert_insert_c07de', table='programs_focusarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='focusarea',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programs_focusareaevent" ("code", "id", "meaning", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_id") VALUES (NEW."code", NEW."id", NEW."meaning", NEW."name", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."program_id"); RETURN NULL;', hash='28518c3d18c7ec4d115d2f44bdff150adf63dbf2', operation='UPDATE', pgid='pgtrigger_update_update_0817d', table='programs_focusarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='focusarea',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_focusareaevent" ("code", "id", "meaning", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_id") VALUES (OLD."code", OLD."id", OLD."meaning", OLD."name", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."program_id"); RETURN NULL;', hash='899a5b5da8c58c5394b5b851910907f657ccf16b', operation='DELETE', pgid='pgtrigger_delete_delete_cb533', table='programs_focusarea', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='responsiblebody',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='body_begins_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='responsiblebody',
            constraint=models.CheckConstraint(condition=models.Q(('successor', models.F('id')), _negated=True), name='body_is_not_its_own_successor'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='responsiblebody',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_responsiblebodyevent" ("area_id", "code", "id", "is_unverified", "kind", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reports", "successor_id", "valid_from", "valid_to") VALUES (NEW."area_id", NEW."code", NEW."id", NEW."is_unverified", NEW."kind", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reports", NEW."successor_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='db7ccab6e1b4c5a820eba760bab70996bbbe7945', operation='INSERT', pgid='pgtrigger_insert_insert_f3cc4', table='programs_responsiblebody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='responsiblebody',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programs_responsiblebodyevent" ("area_id", "code", "id", "is_unverified", "kind", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reports", "successor_id", "valid_from", "valid_to") VALUES (NEW."area_id", NEW."code", NEW."id", NEW."is_unverified", NEW."kind", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reports", NEW."successor_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='90666bb2cb675b7ff41e32f549ac58acc653e9cd', operation='UPDATE', pgid='pgtrigger_update_update_4ffac', table='programs_responsiblebody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='responsiblebody',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_responsiblebodyevent" ("area_id", "code", "id", "is_unverified", "kind", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reports", "successor_id", "valid_from", "valid_to") VALUES (OLD."area_id", OLD."code", OLD."id", OLD."is_unverified", OLD."kind", OLD."name", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reports", OLD."successor_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='09d5f31dfdd4d8110266119c290cbc6cd09fec37', operation='DELETE', pgid='pgtrigger_delete_delete_73774', table='programs_responsiblebody', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='reportrecipient',
            constraint=models.UniqueConstraint(fields=('program', 'body', 'valid_from'), name='recipient_named_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.UniqueConstraint(fields=('program', 'focus_area', 'body', 'role', 'text'), name='mandate_given_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_mandateevent" ("body_id", "focus_area_id", "id", "is_unverified", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_id", "role", "text") VALUES (NEW."body_id", NEW."focus_area_id", NEW."id", NEW."is_unverified", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."program_id", NEW."role", NEW."text"); RETURN NULL;', hash='3220ef70ab450b741ce5a84ebf832f7bdf2ccffd', operation='INSERT', pgid='pgtrigger_insert_insert_4a71a', table='programs_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programs_mandateevent" ("body_id", "focus_area_id", "id", "is_unverified", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_id", "role", "text") VALUES (NEW."body_id", NEW."focus_area_id", NEW."id", NEW."is_unverified", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."program_id", NEW."role", NEW."text"); RETURN NULL;', hash='ddf31d4af47432497333bb3646e4945647c0a282', operation='UPDATE', pgid='pgtrigger_update_update_bb0b9', table='programs_mandate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mandate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_mandateevent" ("body_id", "focus_area_id", "id", "is_unverified", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_id", "role", "text") VALUES (OLD."body_id", OLD."focus_area_id", OLD."id", OLD."is_unverified", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."program_id", OLD."role", OLD."text"); RETURN NULL;', hash='73b3bddd127f8c62387735c6b078eb8d1da36760', operation='DELETE', pgid='pgtrigger_delete_delete_428f8', table='programs_mandate', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='coordinator',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('body', '='), (programs.models.areas.DateRange('valid_from', 'valid_to'), '&&')], name='body_has_one_coordinator_at_a_time', violation_error_message='Det finns redan en samordnare för den tiden. Avsluta det uppdraget först.'),
        ),
        migrations.AddConstraint(
            model_name='coordinator',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='appointment_begins_before_it_ends', violation_error_message='Slutdatum ska vara samma dag som startdatum eller senare.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coordinator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_coordinatorevent" ("appointed_by_id", "body_id", "id", "mandate", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "valid_from", "valid_to") VALUES (NEW."appointed_by_id", NEW."body_id", NEW."id", NEW."mandate", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='29897069958536333c55ee96529ba7b4b6e06675', operation='INSERT', pgid='pgtrigger_insert_insert_e827a', table='programs_coordinator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coordinator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programs_coordinatorevent" ("appointed_by_id", "body_id", "id", "mandate", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "valid_from", "valid_to") VALUES (NEW."appointed_by_id", NEW."body_id", NEW."id", NEW."mandate", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='d2ce4f1e0e609fd4e29c0c184eebd73089c872e4', operation='UPDATE', pgid='pgtrigger_update_update_2f648', table='programs_coordinator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coordinator',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_coordinatorevent" ("appointed_by_id", "body_id", "id", "mandate", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "valid_from", "valid_to") VALUES (OLD."appointed_by_id", OLD."body_id", OLD."id", OLD."mandate", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='8b903f1c30f96400755626bb070e63658318fe5a', operation='DELETE', pgid='pgtrigger_delete_delete_c79a9', table='programs_coordinator', when='AFTER')),
        ),
        migrations.AlterUniqueTogether(
            name='responsiblebodygrouppermission',
            unique_together={('group', 'permission', 'content_object')},
        ),
        migrations.AlterUniqueTogether(
            name='responsiblebodyuserpermission',
            unique_together={('user', 'permission', 'content_object')},
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='responsiblebodyuserpermission',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_responsiblebodyuserpermissionevent" ("content_object_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."content_object_id", NEW."id", NEW."permission_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='b4aec0b97308d1ac9e39308461913e24655bcf63', operation='INSERT', pgid='pgtrigger_insert_insert_f7dfe', table='programs_responsiblebodyuserpermission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='responsiblebodyuserpermission',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programs_responsiblebodyuserpermissionevent" ("content_object_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."content_object_id", NEW."id", NEW."permission_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='f3773fe94929a54feaf26ddcaafc283549b731ea', operation='UPDATE', pgid='pgtrigger_update_update_4a1e1', table='programs_responsiblebodyuserpermission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='responsiblebodyuserpermission',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programs_responsiblebodyuserpermissionevent" ("content_object_id", "id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."content_object_id", OLD."id", OLD."permission_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;', hash='1a9385d18064ce63d01cc48e581cdcc8dcf3b276', operation='DELETE', pgid='pgtrigger_delete_delete_c3d84', table='programs_responsiblebodyuserpermission', when='AFTER')),
        ),
    ]
