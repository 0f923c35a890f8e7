//! The words themselves: what people say of daily life, work, law, health and computers, in small letters.

#[rustfmt::skip]
pub(super) const WORDS: &str = "\
    abandon abbreviation able about above abroad absence absent absorb abstract abuse accelerate accept acceptance \
    accessory accident accommodate accompany accomplish according account accountant accumulate accurate achieve \
    acid acknowledge acquire acre across action activate active activity actual adapt addiction address adequate \
    adhere adhesive adjacent adjust administer admission admit adolescent adopt adult advance advantage adverse \
    advertise advice advise aerial affect affiliate afford afraid after afternoon again against agency agent \
    aggressive agree ahead airport aisle alarm album alcohol alert alien align alike alive allege allergy alley \
    allocate allow allowance alloy ally almost alone along alphabet already also alter alternative although altitude \
    aluminium aluminum always amazing ambition ambulance amend amendment among amount amuse analyse analysis analyze \
    anchor ancient angle angry animal animate ankle anniversary announce annoy annual annul anonymous another answer \
    antenna anticipate antique anxiety anybody anyone anything anyway anywhere apart apartment apologize apology \
    apparatus apparent appeal appear append appendix appetite apple applicant apply appoint appointment apprentice \
    approach appropriate approve approximate apron arbitrary arch architect archive area argue arise arm armchair \
    army aroma around arrange array arrest arrive arrow article artificial artist ascend ash ashamed aside asleep \
    aspect assault assemble assembly assert assess asset assign assignment assist associate assume assurance assure \
    asthma athlete atmosphere atom attach attack attempt attend attendant attention attic attorney attract attribute \
    auction audience auditor aunt authentic author authorise authorize automate automatic autumn auxiliary available \
    avenue average avoid await awake award aware away awful awkward axis axle baby bachelor background backpack \
    backup backward bacteria badge baggage bail bake bakery balance balcony ball ballet balloon ballot bamboo banana \
    band bandage bank bankrupt banner bargain barn barrel barrier base basement basic basis basket batch bath \
    bathroom battery bay beach bead beam bean bear beard beast beat beautiful beauty became because become bed \
    bedroom beef beer beetle before beg began begin behalf behave behind being belief believe bell belong below belt \
    bench bend beneath beneficiary benefit beside besides best better between beverage beware beyond bias bicycle \
    bid bill bin bind biology bird birth birthday biscuit bishop bite bitter black bladder blade blame blank blanket \
    blast bleach bleed blend bless blind blink blister block blood blossom blouse blow blur board boast boat body \
    boil bold bolt bomb bond bone bonus book boom boost boot booth border bore born borough borrow both bother \
    bottle bottom bounce boundary bow bowel bowl boxing boycott brace bracelet bracket braid brain brake branch \
    brand brass brave bread break breakfast breath breathe bribe brick bride bridge brief bright brilliant bring \
    broad broadcast brochure broke broken bronze brother brought brown bruise brush bubble bucket buckle budget bug \
    build building built bulb bulk bullet bulletin bump bundle burden bureau burglar burial burn burst bury bus bush \
    business busy butcher butter button buyer buzz cabin cabinet cable cake calcium calculate calendar call calm \
    camera camp campaign campus canal cancel cancer candidate candle candy cane canteen canvas capability capable \
    capacity capital capsule captain caption capture carbon card cardboard care career careful cargo carpenter \
    carpet carriage carrot carry cart carton cartoon cartridge carve cascade case cash casino cassette cast casual \
    catalog catalogue catch category cater cattle cause caution cave cavity cease ceiling celebrate celebrity cell \
    cement census center central centre century ceramic cereal ceremony certain certificate certify chain chair \
    challenge chamber champion chance change channel chaos chapel chapter character charge charity charm chart chase \
    chat cheap cheat check cheek cheer cheese chef chemical cherry chess chest chew chicken chief child childhood \
    children chill chimney chin chip chocolate choice choir choose chop chosen chronic church cigarette cinema \
    circle circuit circular circulate circumstance circus cite citizen citizenship city civil claim claimant clamp \
    clarify clash class clause clay clean clear clerk clever click client climate climb clinic clinical clip clock \
    clone close closet closure cloth clothes cloud clown clue cluster clutch coach coal coarse coast coat code \
    coefficient coffee coil coin coincide cold collapse collar colleague collect college collision colonel colony \
    color colour column comb combat combine come comedy comet comfort comfortable command commence comment commerce \
    commercial commission commit committee commodity common communicate community companion company comparable \
    compare compartment compass compatible compensate compete competent compile complain complaint complement \
    complete complex compliance complicate complication compliment comply component compose compound comprehend \
    comprehensive compress comprise compromise compulsory compute computer conceal concede conceive concentrate \
    concept conceptual concern concert concession conclude concrete condense condition conduct confer confess \
    confidence confident confidential configure confine confirm conflict confront confuse congress conjunction \
    connect conquer conscience conscious consecutive consensus consent consequence conservative conserve consider \
    considerable consist console consolidate conspiracy constant constitute constrain construct consult consume \
    contact contagious contain contaminate contemporary contend content contest context continue contract contractor \
    contradict contrary contrast contribute control convenient converge conversation conversion convert convey \
    convict convince cook cool cooperate coordinate cope copper copy copyright cord core corn corner corporate \
    corpse correct corridor corrupt cosmetic cost costume cottage cotton cough could council counsel count counter \
    counterpart country county couple coupon courage courier course court courtesy cousin cover cow crack cradle \
    craft cramp crane crash crawl crazy cream create creator creature credential credit creditor creep crew crime \
    crisis crisp criterion critical criticism crop cross crowd crown crucial crude cruel cruise crush cry crystal \
    cube cubic cucumber cue cuisine cultivate culture cup cupboard curb cure curious curl currency current \
    curriculum cursor curtain curve cushion custody custom customer cutter cycle cylinder daily dairy dam damage \
    damp dance danger dangerous dark dash data database date daughter dead deadline deaf deal dealer dear death \
    debate debit debt debtor decade decay deceive decent decide decimal decision deck declare decline decode \
    decorate decrease dedicate deduct deed deep deer default defeat defect defend defendant deficiency deficit \
    define definite degrade degree delay delegate delete deliberate delicate delicious delight deliver delivery \
    demand demolish demonstrate dense density dentist deny depart department depend dependent deploy deposit depot \
    depress depth deputy derive descend descent describe desert deserve design designate desire desk desktop despite \
    destination destiny destroy detach detail detain detect detective deteriorate determine detour develop deviate \
    device devote diabetes diagnose diagnosis diagram dial dialog dialogue diameter diamond diaper diary dictate \
    dictionary diet differ difference different difficult diffuse dig digital dignity dilemma dilute dimension \
    diminish dine dinner diploma diplomat direct directory dirty disable disabled disadvantage disagree disappear \
    disaster disc discard discharge discipline disclose disclosure disconnect discount discourage discover discrete \
    discriminate discuss disease disguise disgust dish disk dismantle dismiss dispatch disperse displace display \
    disposal dispose dispute disrupt dissolve distance distant distinct distinguish distort distract distress \
    distribute district disturb dive diverse divert divide dividend divine divorce dizzy dock doctor doctrine \
    document domestic dominate donate donkey donor door dosage dose double doubt down download dozen draft drag \
    drain drainage drama draw drawer drawing dread dream dress drill drink drive driver drop drought drown drug drum \
    dry duck due dull duration during dust duty dwell dynamic each eager eagle early earn earring earth earthquake \
    ease easily east easy eccentric echo eclipse ecology economic economy edge edible edition editor educate effect \
    efficiency efficient effort eight either elaborate elastic elbow elder elect electric electronic elegant element \
    elevate elevator eleven eligible eliminate elite else elsewhere embark embarrass embassy embed embrace embroider \
    emerge emergency emission emit emotion emphasis empire empirical employ employee employer empty enable enclose \
    encode encounter encourage encrypt end endanger endeavour endorse endure enemy energy enforce engage engine \
    engineer enhance enjoy enlarge enormous enough enquire enrich enrol enroll ensue ensure entail enter enterprise \
    entertain enthusiasm entire entitle entity entrance entrepreneur entry enumerate envelope environment enzyme \
    epidemic episode equal equation equator equip equivalent era erase erect erode error erupt escalate escape \
    escort especially essay essence essential establish estate estimate ethical ethnic evacuate evaluate evaporate \
    even evening event eventually ever every everybody everyone everything everywhere evidence evident evil evoke \
    evolve exact exaggerate examine example excavate exceed excellent except exceptional excerpt excess exchange \
    excite exclude excursion excuse execute executive exempt exercise exhaust exhibit exile exist exit exotic expand \
    expect expedition expel expense expensive experience experiment expert expertise expire explain explicit explode \
    exploit explore exponent export expose express exquisite extend extension extent external extinguish extra \
    extract extraordinary extreme eyebrow eyelid fabric fabricate face facilitate facility fact factor factory \
    faculty fade fail failure faint fair faith faithful fake fall false fame familiar family famous fantastic fare \
    farm farmer farther fascinate fashion fast fasten fatal father fatigue faucet fault favor favorite favour \
    favourite fear feather feature federal feed feedback feel fellow female feminine fence ferry fertile festival \
    fetch fever few fiber fibre fiction field fierce fifteen fifth fifty fight figure file filename fill film filter \
    final finance find fine finger finish finite fire firewall firm first fish five fix fixture flag flagship flake \
    flame flap flare flash flat flatter flavor flavour flaw flee fleet flesh flew flexible flight flip float flock \
    flood floor flour flow flower fluctuate fluent fluid flush foam focus fog foil fold folder folk follow font food \
    fool foot football footnote footstep forbid force forecast foreground forehead foreign forest forever forge \
    forget forgive forgot fork form formal format former formula forth fortnight fortune forty forward foster foul \
    found foundation founder fountain four fourth fraction fragile fragment frame framework franchise fraud free \
    freedom freeze freezer freight frequency frequent fresh friction fridge friend frighten frog front frost frown \
    fruit fuel fulfil fulfill full function fund fundamental funeral fungus funny fur furnace furnish furniture \
    further fuse fusion future gadget gain galaxy gallery gallon gamble game gang gap garage garden garlic garment \
    gas gasoline gather gauge gave gaze gear gender gene general generate generous genre gentle genuine geography \
    geometry germ gesture ghost giant gift ginger girl give given glacier glad glance glass glimpse global gloomy \
    glory glossary glove glow glucose glue goal goat gold gone good goods gossip govern government grab grace \
    graceful grade gradient gradual graduate graft grain grammar grand grandfather grandmother grant graph graphic \
    grasp grass grateful grave gravity gray graze great greedy green greet grew grey grid grief grill grind grip \
    grocery groom gross ground group grove grow grown growth guarantee guard guardian guerrilla guess guest guide \
    guideline guilt guilty guitar gulf gum gun gut gym habit habitat hair half hall halt hammer hand handbag handful \
    handicap handicraft handkerchief handle handover handset handsome handy hang happen happy harbor harbour hard \
    hardly hardware harm harmony harness harsh harvest hasty hatch hate haul hazard hazardous head headache heading \
    headline headquarters health healthy heap hear heart heat heater heaven heavy hedge heel height heir held \
    helicopter hello helmet help hemisphere hence herb herd here heritage hero hesitate hidden hide hierarchy high \
    highlight highway hill hinge hint hip hire history hit hobby hockey hold holder hole holiday hollow home \
    homeless homework honest honey honor honour hood hook hope horizon horizontal hormone horn horror horse hospital \
    host hostage hostile hotel hour house household housewife hover however hub hug huge human humanity humble humid \
    humor humour hundred hunger hungry hunt hurricane hurry hurt husband hydrogen hygiene hyphen icon idea ideal \
    identical identify identity ideology idiom idle ignite ignorant ignore illegal illness illuminate illusion \
    illustrate image imagine imitate immediate immense immigrant immune impact impair impatient imperial implant \
    implement implicit implore imply import important impose impossible impress improve impulse inability incentive \
    inch incident incline include income incorporate incorrect increase incur indeed indefinite indemnify \
    independent index indicate indirect individual induce indulge industry inevitable infant infect infer inferior \
    infinite inflammation inflate inflict influence influenza inform informal infrastructure ingredient inhabit \
    inhale inherent inherit inhibit initial inject injure injury ink inn inner innocent innovate innovation input \
    inquire inquiry insect insert inside insight insignificant insist insomnia inspect inspire install installment \
    instance instant instead instinct institute instruct instructor instrument insulate insulin insult insurance \
    insure intact intake integer integral integrate integrity intellect intelligence intend intense intensive \
    interact intercept interest interface interfere interim interior intermediate internal international interpret \
    interrupt interval intervene interview intimate introduce introduction intrude intuition invade invalid invasion \
    invent inventory inverse invest investigate investor invisible invite invoice involve iron ironic irony irrigate \
    irritate island isolate issue itch item itinerary itself ivory jacket jail jaw jeans jelly jeopardy jewel jog \
    join joint joke journal journey judge juice jump jungle junior jury just justice justify keen keep kept kettle \
    key keyboard keyword kick kidney kill kind king kiss kit kitchen kite knee kneel knew knife knit knob knock knot \
    know knowledge known label labor laboratory labour lace lack ladder laden lady lake lamp land landlord landmark \
    landscape lane language laptop large laser last late later laugh launch laundry lava law lawn lawyer layer lazy \
    lead leader leaf leaflet league leak lean learn lease least leather leave lecture left legacy legal legend \
    legislation legitimate leisure lemon lend length lens less lesson letter level liability liable liaison liberal \
    liberate liberty librarian library licence license licensee lid lifestyle lifetime lift light lightning like \
    likely limb lime limit line linear linen linguistic link lip liquid list listen literal literate literature \
    litigation litter little live lively liver livestock load loaf loan lobby lobster local locate lock locker lodge \
    log logic logo lonely long look loop loose lorry lose loss lost lottery loud lounge love lovely lower lubricate \
    luck lucky luggage lump lunar lunch lung luxury machine magazine magic magnet magnificent magnify maid mail \
    mailbox main mainland mainstream maintain major majority make maker malicious mall mammal manage manager mandate \
    mandatory manifest manipulate mankind manner manor manual manufacture manuscript many map marble march margin \
    marine marital mark marker market marketplace marriage marry marsh mask mass massacre massage massive mast \
    masterpiece match mate material mathematics matter mattress mature maximum maybe mayor meal mean meaning measure \
    meat mechanic mechanism medal media mediate medical medicine meditate medium meet melody melt member membership \
    membrane memorable memorandum memorial memory menace mental mention menu merchant mercury mercy merely merge \
    merger merit mess message metal metaphor meteor meter method metre microphone microscope microwave midday middle \
    midnight might migrate mild mile milestone military milk mill millennium million mind mine miner mineral mingle \
    miniature minimum minister ministry minor mint minus minute miracle mirror miserable misery mislead miss missile \
    mission mist mistake mix mixture mobile mobility mock mode model moderate modern modest modify module moisture \
    molecule moment momentum monarch monetary money monitor monk monkey monopoly monster month monument mood moon \
    moral morality more moreover morning mortgage mosque mosquito most mother motion motivate motive motor \
    motorcycle mount mountain mouse mouth move movie much mud mug multiple municipal murder muscle museum mushroom \
    music musical must mustard mute mutual mystery myth nail naive naked name nap narrow nasty nation national \
    native nature naval navigate navy near nearby nearly neat necessary neck need needle negative neglect negligence \
    negotiate negotiation neighbor neighbour neither nephew nerve nervous nest network neutral never nevertheless \
    news newsletter newspaper next nice niche nickname niece night nightmare nine ninety noble nobody noise nominate \
    nominee none nonsense noodle noon norm normal north nose notable notation note notebook nothing notice \
    noticeable notify notion notorious nourish novel novice nowhere nuclear nucleus nuisance null numb number \
    numerical numerous nurse nut nutrition oak oath obedient obesity obey object objection objective obligation \
    oblige obscure observe observer obsolete obstacle obstruct obtain obvious occasion occupy occur ocean odd odour \
    offence offend offense offer office officer official offline offset often olive omit once ongoing onion online \
    only onto opaque open opera operand operate opinion opponent opportunity oppose opposite optical optimal \
    optimise optimist optimize option optional oral orange orbit orchard orchestra order ordinary organ organic \
    organism organize orient orientation origin original orphan orthodox other otherwise ought outbreak outcome \
    outdated outdoor outfit outlet outline outlook output outrage outside outsider outstanding oval oven over \
    overall overcoat overcome overdue overflow overhead overlap overlook override overseas overtake overtime \
    overview overwhelm overwrite owe owl owner oxygen oyster pace pack package packet pad page paid pail pain paint \
    painting pair palace pale palm pamphlet pan panda pane panel panic pants papal paper parachute parade paradise \
    paradox paragraph parallel paralyse parameter parcel pardon parent park parliament parrot part participant \
    participate particle particular partition partner partnership party pass passage passenger passive password past \
    pasta paste pastry patch patent path pathway patient patrol patron pattern pause pavement payable paycheck payee \
    payer payment payroll peace peak peanut pear pearl peasant peculiar pedal pedestrian peel peer penalty pencil \
    pending penetrate peninsula pension people pepper perceive percent percentage perception perfect perform perfume \
    perhaps perimeter period perish perk permanent permission permit perpetual persist persistent person personal \
    perspective persuade pest petition petrol petroleum pharmacy phase phenomenon philosophy phone photo photograph \
    phrase physical physician physics piano pick picture piece pier pigeon pile pill pillar pillow pilot pin pinch \
    pine pink pint pioneer pipe pirate pitch pitfall pizza place placement plague plain plaintiff plan plane planet \
    plant plaster plastic plate plateau platform plausible play player plead pleasant please pleasure pledge plenty \
    plough plug plumber plunge plural plus pneumonia pocket poem poet point poison polar pole police policy polish \
    polite political poll pollen pollute polygon pond pool poor pope popular popup porch pork port portable portal \
    portfolio portion portrait portray position positive possess possible post postage postcard poster postpone \
    posture pot potato potent potential poultry pound pour poverty powder power powerful practical practice \
    pragmatic praise pray preach precaution precede precedent precious precise precision predecessor predict preface \
    prefer pregnancy pregnant prejudice preliminary premature premier premise premium prepaid prepare prescribe \
    prescription presence present preserve preside president press pressure prestige presume pretend pretty prevail \
    prevent preview previous prey price pride priest primary prime primitive prince princess principal principle \
    print printer printout prior priority prison privacy private privilege prize probability probable probe problem \
    procedure proceed process processor proclaim produce product productive profession proficient profile profit \
    program programme progress prohibit project prolong prominent promise promote prompt prone pronoun pronounce \
    proof propaganda proper property proportion proposal propose proprietor prosecute prospect prospective prosper \
    protect protein protest protocol prototype proud prove provide provider province provision provisional provoke \
    proximity prune psychiatric psychology pub puberty public publish publisher pudding pull pulse pump pumpkin \
    punch punctual punctuation puncture punish pupil puppet puppy purchase pure purify purple purpose pursue pursuit \
    push puzzle pyramid qualify quality quantity quarantine quarrel quarter queen query quest question questionnaire \
    quick quickly quiet quietly quilt quit quite quota quotation quote rabbit race racket radar radiation radical \
    radio radius rail railway rain raise rally ramp random range rank ransom rape rapid rare rash rate rather ratify \
    ratio rational raw razor reach react read readable reader readily ready real realize really realm rear reason \
    reasonable rebate rebel reboot rebound rebuild recall recede receipt receive recent recession recharge recipe \
    recipient recite reckless reclaim recognise recognition recognize recommend reconcile record recover recovery \
    recreation recruit rectangle recycle redeem redirect reduce redundant reed reef refer referee reference referral \
    refine reflect reform refrain refresh refrigerator refuge refugee refund refusal refuse regain regard regardless \
    regime region register registrar registration registry regret regular regulate regulation rehabilitate reign \
    reimburse reinforce reject rejoice relapse relate relative relax relay release relevant reliable relief religion \
    reload relocate reluctant rely remain remainder remark remedy remember remind reminder remnant remorse remote \
    remove render renew renewal renovate renown rent rental reorder repair repay repeat repel repetition replace \
    replica replicate reply report reporter repository represent representative reproduce reptile republic reputable \
    reputation request require requisite rescue research resemble resent reservation reserve reservoir reset \
    residence resident residential residual resign resilient resist resistant resize resolution resolve resort \
    resource respect respective respiratory respond respondent response rest restaurant restless restore restrain \
    restrict result resultant resume retail retailer retain retire retirement retreat retrieve retrospect retry \
    return reunion reuse reveal revenue reverse revert review revise revive revoke revolt revolution revolve reward \
    rhyme rhythm rib ribbon rice rich riddle ride ridge ridiculous rifle right rigid rigorous ring riot ripe ripple \
    rise risk ritual rival river road roast rob robot robust rock rocket rod role roll roof room root rope rotate \
    rotation rough round roundabout route router routine royal royalty rubber rude rug rugby ruin rule rumor rumour \
    run rural rush rust sack sacred sacrifice sadly sadness safe safety said sail sailor saint salad salary sale \
    salmon salon salt same sample sanction sand sandal sandwich sanitary satellite satisfaction satisfy sauce saucer \
    sausage savage save saving saw scalable scale scan scandal scar scarce scared scarf scatter scenario scene \
    scenery scent sceptical schedule scheme scholar scholarship school science scientist scissors scoop scope score \
    scrap scrape scratch scream screen screenshot screw script scroll scrub sculpture seal seam search seaside \
    season seat seatbelt seaweed seclude second secondary secret secretary section sector secure security sediment \
    see seed seek seem seen segment segregate seize select self sell semester semicolon seminar senate send senior \
    sensation sense sensible sensitive sensor sent sentence sentiment separate separator sequel sequence serial \
    series serious serum servant serve server service session set setback settle setup seven seventh several severe \
    sewage sex shade shaft shake shall shallow shame shape share shareholder sharp shatter shave she shed sheep \
    sheer sheet shelf shell shelter shield shift shine ship shirt shiver shock shoe shoot shop shopper shore short \
    shortage shortcut shorten shot shotgun should shoulder shout shove shovel show shower shown shred shrimp shrine \
    shrink shrug shuffle shut shutdown shutter shuttle shy sibling sick side sidebar sidewalk siege sigh sight sign \
    signal signature significant signify silence silent silk silly silver similar simple simply simulate \
    simultaneous sin since sincere sing singer single sink sip siren sister situation six size skate skeleton sketch \
    ski skill skim skin skip skirt skull slab slam slang slap slash slave sleep sleeve slender slice slide slight \
    slim slip slipper slope slot slow slowly slump small smart smash smell smile smoke smooth smuggle snack snake \
    snap snapshot sneak sneeze sniff snow soak soap sober soccer sociable social society sock sofa soft software \
    soil solar soldier sole solemn solicitor solid solitary solo solution solve solvent some somebody somehow \
    someone something sometimes somewhere song soon sophisticated sore sorrow sorry sort soul sound soup source \
    south sovereign space spacious spaghetti span spare spark sparkle spatial speak special specific specify \
    specimen spectacle spectator spectrum speculate speech speed spell spend spent sphere spice spider spill spin \
    spinach spine spiral spirit spite splash split spoil spoken sponge sponsor spontaneous spoon sport spot spouse \
    spray spread spreadsheet spring sprinkle sprint squad square squeeze squirrel stab stability stable stadium \
    staff stage stain stair stake stale stall stamp stand standard standby staple star stare start startup starve \
    state statement static station stationary stationery statistic statistics statue status statute statutory stay \
    steady steak steal steam steel steep steer stem step stereo sterile stern steward stick sticky stiff still \
    stimulate sting stipulate stir stitch stock stocking stomach stone stood stool stop storage store storey storm \
    story stove straight strain strand strange stranger strap strategic strategy straw strawberry streak stream \
    street strength strengthen stress stretch strict strike striking string strip stripe stroke stroll strong \
    structure struggle stubborn student study stuff stumble stupid sturdy subcontract subdivide subfolder subject \
    sublime submarine submission submit subordinate subscribe subscriber subscription subsequent subside subsidiary \
    subsidy substance substantial substitute subtitle subtle subtract suburb subway succeed success successful \
    successive successor such suck sudden sue suffer sufficient suffix sugar suggest suicide suit suitable suite \
    sulfur sultan sum summary summer sunlight sunny sunrise sunset super superb superficial superintendent superior \
    supervise supervisor supper supplement supplier supply support suppose suppress supreme surcharge sure surface \
    surgeon surgery surplus surprise surrender surround survey survive suspect suspend suspicion suspicious sustain \
    swallow swap swear sweat sweater sweep sweet swell swift swim swing switch sword syllable symbol symmetric \
    symmetry sympathy symphony symptom synchronise synchronize syndrome synonym synthesis synthetic syringe syrup \
    system table tablespoon tablet tackle tactic tag tail tailor take takeaway taken tale talent talk tall tangible \
    tank tap tape target tariff task taste taught tax taxpayer tea teach teacher team tear tease teaspoon technical \
    technician technique technology tedious teenager telegraph telephone telescope television tell temper \
    temperature template temple tempo temporary tempt tenant tend tender tennis tension tent term terminal terminate \
    terminology terrace terrain terrible terrific terrify territory terror test testify testimony text texture than \
    thank thankful that thaw theater theatre theft their them theme themselves then theory therapist therapy there \
    therefore thermal thermometer these thesis they thick thief thin thing think third thirsty thirty this thorn \
    thorough those though thought thousand thread threat threaten three threshold threw thrill thrive throat throne \
    through throughout throw thumb thumbnail thunder ticket tickle tide tidy tight tighten tile tilt timber time \
    timeline timeout timer timetable tin tiny tip tire tired tissue title toast tobacco today toddler toe together \
    toggle toilet told tolerance tolerate tomato tomb tomorrow tone tongue tonight too took tool toolbar tooth topic \
    torch tornado torture toss total touch tough tour tourism tourist tournament tow toward towards towel tower town \
    toxic toy trace track tractor trade trademark tradition traffic tragedy trail trailer train trainee trait \
    traitor tram transaction transcript transfer transform transit transition translate transmit transparent \
    transplant transport trap trash trauma travel traverse tray treason treasure treat treaty tree trek tremble \
    tremendous trench trend trial tribe tribunal tribute trick trigger trim trip triple triumph trivial troop trophy \
    tropical trouble trousers truce truck true truly trumpet trunk trust trustee truth tub tube tumble tumor tumour \
    tune tunnel turbine turkey turmoil turn turnover turtle tutor tutorial twelve twenty twice twig twin twist type \
    typical tyre ugly ulcer ultimate ultimatum ultraviolet umbrella unable unanimous uncle under undergo underground \
    underline undermine underneath understand undertake underwear undo unfair unfold unfortunately uniform unify \
    unilateral union unique unit unite universe university unknown unless unlike unlikely unlock unpack unsaved \
    until unusual unveil update upgrade uphold upload upon upper upright uproar upset upside upstairs uptime upward \
    urban urge urgent urine usable usage use useful useless user usual usually utility utilize utmost utter vacant \
    vacation vaccine vacuum vague valid validate valley valuable value valve van vanish vapor vapour variable \
    variant variety various vary vast vault vegetable vegetarian vehicle vein velocity velvet vendor ventilate \
    venture venue verb verbal verdict verge verify verse version vertical very vessel veteran veto viable vibrate \
    vicious victim victory view viewer vigorous villa village vine vinegar violate violation violence violent violet \
    violin viral virtue virus visa visibility visible vision visit visitor visual vital voice void volatile volcano \
    volt voltage volume volunteer vote voucher vowel voyage vulnerable wafer wage waggon wagon waist wait waiter \
    waitress waive waiver wake walk wall walnut wander want war wardrobe warehouse warm warn warning warranty \
    warrior wash washer waste watch watchdog water waterfall waterproof wave wavelength wax weak weaken wealth \
    weapon wear weary weather weave web webpage website wedding wedge weed week weekend weekly weep weigh weight \
    weird welcome welfare well went were west western whale what whatever wheat wheel wheelchair when whenever where \
    wherever whether which while whip whirl whisk whisper whistle white whole wholesale whom whose wicked wide \
    widespread widow width wife wild wildlife will willing willow wilt wind windmill window windshield wine wing \
    winner winter wipe wire wireless wisdom wise wish wit witch with withdraw withhold within without withstand \
    witness wizard wolf woman womb wonder wonderful wood wooden wool word wore work worker workflow workforce \
    workload workplace workshop workspace world worm worried worry worse worship worst worth worthless worthwhile \
    worthy would wound wrap wreck wrench wrestle wrist write writer written wrong wrote xylophone yacht yard yawn \
    yeah year yeast yell yellow yesterday yet yield yoga yogurt yolk young youngster your yours yourself youth zeal \
    zebra zero zinc zip zipper zone zoo zoom";
