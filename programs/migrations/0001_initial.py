import django.contrib.postgres.constraints
import django.contrib.postgres.operations
import django.db.models.deletion
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
        migrations.AddConstraint(
            model_name='areaalias',
            constraint=models.UniqueConstraint(fields=('area', 'name'), name='area_alias_said_once'),
        ),
        migrations.AddConstraint(
            model_name='areanesting',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('area', '='), (programs.models.areas.DateRange('valid_from', 'valid_to'), '&&')], name='area_lies_in_one_area_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='focusarea',
            constraint=models.UniqueConstraint(fields=('program', 'code'), name='focus_area_code_unique_in_program'),
        ),
        migrations.AddConstraint(
            model_name='responsiblebody',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='body_begins_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='responsiblebody',
            constraint=models.CheckConstraint(condition=models.Q(('successor', models.F('id')), _negated=True), name='body_is_not_its_own_successor'),
        ),
        migrations.AddConstraint(
            model_name='reportrecipient',
            constraint=models.UniqueConstraint(fields=('program', 'body', 'valid_from'), name='recipient_named_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.UniqueConstraint(fields=('program', 'focus_area', 'body', 'role', 'text'), name='mandate_given_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='coordinator',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('body', '='), (programs.models.areas.DateRange('valid_from', 'valid_to'), '&&')], name='body_has_one_coordinator_at_a_time', violation_error_message='Det finns redan en samordnare för den tiden. Avsluta det uppdraget först.'),
        ),
        migrations.AddConstraint(
            model_name='coordinator',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='appointment_begins_before_it_ends', violation_error_message='Slutdatum ska vara samma dag som startdatum eller senare.'),
        ),
        migrations.AlterUniqueTogether(
            name='responsiblebodygrouppermission',
            unique_together={('group', 'permission', 'content_object')},
        ),
        migrations.AlterUniqueTogether(
            name='responsiblebodyuserpermission',
            unique_together={('user', 'permission', 'content_object')},
        ),
    ]
